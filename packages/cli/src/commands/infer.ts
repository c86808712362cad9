import type { Command } from '../command.ts';
import { listOption, type RequestArguments, requestOptions } from './common-options.ts';

export interface InferArguments extends RequestArguments {
  readonly stream: string;
  readonly limit: number;
  readonly from: readonly string[];
  readonly fromOpenapi: string | undefined;
  readonly path: string | undefined;
  readonly operation: string | undefined;
  readonly schema: string | undefined;
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
      .option('from', listOption('Look at the records in this JSON or JSON lines file, instead of reading them'))
      .option('from-openapi', {
        type: 'string',
        requiresArg: true,
        describe: 'Begin with what this OpenAPI document says, JSON or YAML, instead of records',
      })
      .option('path', {
        type: 'string',
        requiresArg: true,
        describe: 'Of the document, the path that answers with the records: /orders, or POST /orders/search',
      })
      .option('operation', { type: 'string', requiresArg: true, describe: 'The same by its operationId' })
      .option('schema', {
        type: 'string',
        requiresArg: true,
        describe: 'The same by the name of the schema of a record',
      })
      .option('record-path', {
        type: 'string',
        requiresArg: true,
        describe: 'Where the records are in a file or a response: data.items',
      })
      .option('narrow', {
        type: 'boolean',
        default: false,
        describe: 'Take from the schema what no record has: types, null, texts without a format',
      })
      .option('enums', { type: 'boolean', default: false, describe: 'Make enums of the suggested fields' })
      .option('write', { type: 'boolean', default: false, describe: 'Write the schema; without it, it is only shown' })
      .check(({ limit, from, 'from-openapi': document, path, operation, schema }) => {
        if (!(Number.isInteger(limit) && limit >= 1)) throw new Error('--limit must be a whole number from 1 on');
        if (from.length > 0 && document !== undefined) throw new Error('--from and --from-openapi exclude each other');
        const places = Object.entries({ path, operation, schema }).filter(([, value]) => value !== undefined);
        if (places.length > 1) throw new Error('--path, --operation and --schema exclude each other');
        if (places.length === 1 && document === undefined) throw new Error(`--${places[0]?.[0]} needs --from-openapi`);
        return true;
      }),
  async run(args, context) {
    const { runInfer } = await import('../infer/run-infer.ts');
    return runInfer(args, context);
  },
};
