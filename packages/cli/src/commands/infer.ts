import type { Command } from '../command.ts';
import { type RequestArguments, requestOptions } from './common-options.ts';

export interface InferArguments extends RequestArguments {
  readonly stream: string;
  readonly limit: number;
  readonly from: readonly string[];
  readonly recordPath: string | undefined;
  readonly narrow: boolean;
  readonly enums: boolean;
  readonly write: boolean;
}

export const inferCommand: Command<InferArguments> = {
  name: 'infer <stream>',
  description: "Show what a stream's records say about its schema, and write it into schemas/",
  options: (parser) =>
    parser
      .positional('stream', { type: 'string', demandOption: true, describe: 'Name of the stream' })
      .options(requestOptions)
      .option('limit', { type: 'number', default: 500, requiresArg: true, describe: 'Records to look at' })
      .option('from', {
        type: 'string',
        array: true,
        default: [],
        requiresArg: true,
        describe: 'Look at the records in this JSON or JSON lines file, instead of reading them; may be given again',
      })
      .option('record-path', {
        type: 'string',
        requiresArg: true,
        describe: 'Where the records are in a file: data.items',
      })
      .option('narrow', {
        type: 'boolean',
        default: false,
        describe: 'Take from the schema what no record has: types, null, texts without a format',
      })
      .option('enums', { type: 'boolean', default: false, describe: 'Make enums of the suggested fields' })
      .option('write', { type: 'boolean', default: false, describe: 'Write the schema; without it, it is only shown' })
      .check(({ limit }) => {
        if (Number.isInteger(limit) && limit >= 1) return true;
        throw new Error('--limit must be a whole number from 1 on');
      }),
  async run(args, context) {
    const { runInfer } = await import('../infer/run-infer.ts');
    return runInfer(args, context);
  },
};
