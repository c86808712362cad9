import { type Command, requestOptions } from '../command.ts';
import { readJsonFile } from '../read-json-file.ts';

export const discoverCommand: Command<{ config: string; stream: string | undefined }> = {
  name: 'discover',
  description: 'Print the streams of the source and their schemas',
  options: (yargs) =>
    yargs
      .options(requestOptions)
      .option('stream', { type: 'string', requiresArg: true, describe: 'Describe only this stream' }),
  async run(source, args, context) {
    const { discover } = await import('../../source/discover.ts');
    void context.emit(await discover(source, await readJsonFile(args.config, 'Config'), context, args.stream));
    return true;
  },
};
