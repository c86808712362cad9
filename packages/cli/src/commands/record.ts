import type { Command } from '../command.ts';
import { listOption, type ProjectArguments, requestOptions } from './common-options.ts';

export interface RecordArguments extends ProjectArguments {
  readonly config: string | undefined;
  readonly stream: readonly string[];
  readonly fixtures: string | undefined;
  readonly records: number;
  readonly pages: number;
  readonly maxRequests: number;
}

const { project, config } = requestOptions;

export const recordCommand: Command<RecordArguments> = {
  name: 'record',
  description: 'Record what the API answers, without secrets and personal data, to work offline',
  options: (parser) =>
    parser
      .options({ project, config })
      .option('stream', listOption('Record only this stream'))
      .option('fixtures', {
        type: 'string',
        requiresArg: true,
        describe: 'Folder of the recording [default: fixtures]',
      })
      .option('records', { type: 'number', requiresArg: true, default: 5, describe: 'Records of a page to keep' })
      .option('pages', { type: 'number', requiresArg: true, default: 3, describe: 'Pages of a list to keep' })
      .option('max-requests', {
        type: 'number',
        requiresArg: true,
        default: 1000,
        describe: 'Give up a stream after so many requests',
      })
      .check(({ records, pages, maxRequests }) => {
        for (const [name, value, least] of [
          ['records', records, 1],
          ['pages', pages, 2],
          ['max-requests', maxRequests, 1],
        ] as const) {
          if (!Number.isInteger(value) || Number(value) < least) {
            throw new Error(`--${name} must be a whole number from ${least} on`);
          }
        }
        return true;
      }),
  async run(args, context) {
    const { runRecord } = await import('../recording/record/run-record.ts');
    return runRecord(args, context);
  },
};
