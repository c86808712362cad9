import { type Command, requestOptions } from '../command.ts';
import { readJsonFile } from '../read-json-file.ts';

export const checkCommand: Command<{ config: string }> = {
  name: 'check',
  description: 'Find out whether the source can be used with a config',
  options: (yargs) => yargs.options(requestOptions),
  async run(source, args, context) {
    const { check } = await import('../../source/check.ts');
    void context.emit(await check(source, await readJsonFile(args.config, 'Config'), context));
    return true;
  },
};
