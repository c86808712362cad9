import type { Command } from '../command.ts';
import { listOption } from './common-options.ts';

export interface DiffArguments {
  readonly old: string;
  readonly new: string;
  readonly stream: readonly string[];
  readonly config: string | undefined;
  /** `false` for `--no-replay`, which asks the API itself. */
  readonly replay: string | false | undefined;
}

export const diffCommand: Command<DiffArguments> = {
  name: 'diff <old> [new]',
  description: 'Compare two versions of the connector, and name what breaks a running connection',
  options: (parser) =>
    parser
      .positional('old', {
        type: 'string',
        demandOption: true,
        describe: 'Folder of the old version; or git:REV, such as git:main, of this project',
      })
      .positional('new', { type: 'string', default: '.', describe: 'Folder, or git:REV, of the new version' })
      .option('stream', listOption('Only this stream'))
      .option('config', {
        type: 'string',
        requiresArg: true,
        describe: 'Config file for both [default: that of the recording, or secrets/config.json]',
      })
      .option('replay', {
        type: 'string',
        describe: 'Recording that answers both; --no-replay asks the API [default: fixtures, if there are some]',
      })
      .example('$0 diff git:v1.4.0', '')
      .example('$0 diff ../source-shop-1.4 . --stream orders', ''),
  async run(args, context) {
    const { runDiff } = await import('../diff/run-diff.ts');
    return runDiff(args, context);
  },
};
