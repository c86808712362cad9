import type { Command } from '../command.ts';
import { listOption, type RequestArguments, requestOptions } from './common-options.ts';

export interface DriftArguments extends RequestArguments {
  readonly stream: readonly string[];
  readonly limit: number;
}

export const driftCommand: Command<DriftArguments> = {
  name: 'drift',
  description:
    'Compare what the API sends now with the schemas; fails when a key, a cursor or a marked field has changed',
  options: (parser) =>
    parser
      .options(requestOptions)
      .option('stream', listOption('Only this stream'))
      .option('limit', {
        type: 'number',
        default: 500,
        requiresArg: true,
        describe: 'Records of each stream to look at',
      })
      .check(({ limit }) => {
        if (Number.isInteger(limit) && limit >= 1) return true;
        throw new Error('--limit must be a whole number from 1 on');
      }),
  async run(args, context) {
    const { runDrift } = await import('../drift/run-drift.ts');
    return runDrift(args, context);
  },
};
