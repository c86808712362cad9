import type { Command } from '../command.ts';
import { listOption, type ProjectArguments, projectOptions } from './common-options.ts';

export interface StateArguments extends ProjectArguments {
  readonly action: 'show' | 'reset' | 'rewind' | 'migrate';
  readonly stream: readonly string[];
  readonly state: string | undefined;
  readonly to: string | undefined;
  readonly from: string | undefined;
  readonly rename: readonly string[];
}

export const stateCommand: Command<StateArguments> = {
  name: 'state <action>',
  description: 'Show, reset, rewind or migrate the state that reads have kept',
  options: (parser) =>
    parser
      .positional('action', {
        choices: ['show', 'reset', 'rewind', 'migrate'] as const,
        demandOption: true,
        describe: 'What to do',
      })
      .options(projectOptions)
      .option('stream', listOption('Only this stream'))
      .option('state', { type: 'string', requiresArg: true, describe: 'State file [default: .headwater/state.json]' })
      .option('to', { type: 'string', requiresArg: true, describe: 'rewind: the cursor value to read from again' })
      .option('from', {
        type: 'string',
        requiresArg: true,
        describe: 'migrate: a state from elsewhere, as Airbyte shows it or a Python connector wrote it',
      })
      .option('rename', listOption('migrate: old=new, where a stream has another name here'))
      .example('$0 state rewind --stream orders --to 2026-01-01', '')
      .example('$0 state migrate --from connection-state.json --rename order=orders', ''),
  async run(args, context) {
    const { runState } = await import('../state/run-state.ts');
    return runState(args, context);
  },
};
