import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { listOption, type RequestArguments, requestOptions } from './common-options.ts';

export interface ReadArguments extends RequestArguments {
  readonly stream: readonly string[];
  readonly limit: number | undefined;
  readonly records: number | undefined;
  /** `false` for `--no-state`. */
  readonly state: string | false | undefined;
  readonly fullRefresh: boolean;
  readonly concurrency: number | undefined;
  readonly watch: boolean;
  readonly verbose: boolean;
}

/** How many records are shown when it is not said how many. */
const SHOWN_RECORDS = 5;

export const readCommand: Command<ReadArguments> = {
  name: 'read',
  description: 'Read streams, show what came, and keep the state for the next read',
  options: (parser) =>
    parser
      .options(requestOptions)
      .option('stream', listOption('Read only this stream'))
      .option('limit', {
        type: 'number',
        requiresArg: true,
        describe: 'End each stream after so many records; keeps no state',
      })
      .option('records', {
        type: 'string',
        coerce: (value: string) => (value === '' ? SHOWN_RECORDS : Number(value)),
        describe: `Show some records of each stream, ${SHOWN_RECORDS} without a number`,
      })
      .option('state', {
        type: 'string',
        describe: 'State to go on from and to keep; --no-state for neither [default: .headwater/state.json]',
      })
      .option('full-refresh', {
        type: 'boolean',
        default: false,
        describe: 'Read everything, also of incremental streams; keeps no state',
      })
      .option('concurrency', { type: 'number', requiresArg: true, describe: 'Slices to read at once' })
      .option('watch', {
        type: 'boolean',
        default: false,
        describe: 'Read again whenever a file of the project changes',
      })
      .option('verbose', { type: 'boolean', default: false, describe: 'Show all that the connector logs' })
      .check(({ limit, records, concurrency }) => {
        for (const [name, value] of Object.entries({ limit, records, concurrency })) {
          if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
            throw new Error(`--${name} must be a whole number from 1 on`);
          }
        }
        return true;
      }),
  async run(args, context) {
    const { runRead } = await import('../reading/run-read.ts');
    if (!args.watch) return runRead(args, context);
    const { runAgainOnChange } = await import('../project/run-again-on-change.ts');
    const archive = args.traceHttp === undefined ? undefined : resolve(context.cwd, args.traceHttp);
    return runAgainOnChange(
      args,
      context,
      (again) => runRead(args, again),
      (path) => path !== archive,
    );
  },
};
