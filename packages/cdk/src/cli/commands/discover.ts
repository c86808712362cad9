import { type Command, requestOptions } from '../command.ts';
import { readJsonFile } from '../input-files.ts';

export const discoverCommand: Command<{ config: string }> = {
  name: 'discover',
  description: 'Print the streams of the source and their schemas',
  options: (yargs) => yargs.options(requestOptions),
  async run(source, args, context) {
    const { discover } = await import('../../source/discover.ts');
    void context.emit(await discover(source, await readJsonFile(args.config, 'Config'), context));
    return true;
  },
};
