import { relative, resolve } from 'node:path';
import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

interface StateArguments extends ProjectArguments {
  readonly action: 'show' | 'reset' | 'rewind';
  readonly stream: readonly string[];
  readonly state: string | undefined;
  readonly to: string | undefined;
}

export const stateCommand: Command<StateArguments> = {
  name: 'state <action>',
  description: 'Show, reset or rewind the state that reads have kept',
  options: (parser) =>
    parser
      .positional('action', {
        choices: ['show', 'reset', 'rewind'] as const,
        demandOption: true,
        describe: 'What to do',
      })
      .options(projectOptions)
      .option('stream', { type: 'string', array: true, default: [], describe: 'Only this stream; may be given again' })
      .option('state', { type: 'string', requiresArg: true, describe: 'State file [default: .headwater/state.json]' })
      .option('to', {
        type: 'string',
        requiresArg: true,
        describe: 'rewind: the cursor value to read from again',
      }),
  async run(args, { terminal, cwd }) {
    const [{ findProject }, { StateFile }, { editState }, { table }, { truncate }, { showState }] = await Promise.all([
      import('../project/connector-project.ts'),
      import('../project/state-file.ts'),
      import('../state/edit-state.ts'),
      import('../terminal/table.ts'),
      import('../terminal/show.ts'),
      import('../reading/show-state.ts'),
    ]);
    const project = await findProject(resolve(cwd, args.project ?? '.'));
    const file = await (args.state === undefined
      ? StateFile.open(project)
      : StateFile.open(project, resolve(cwd, args.state)));
    const changed = editState(file, args);
    if (changed.length > 0) await file.save();
    const path = relative(cwd, file.path);
    if (args.action !== 'show')
      terminal.print(
        changed.length === 0
          ? `Nothing to ${args.action} in ${path}.`
          : `${path}: ${args.action} ${changed.join(', ')}.`,
      );
    const shown = file.states.filter(
      ({ stream_descriptor: { name } }) => args.stream.length === 0 || args.stream.includes(name),
    );
    if (shown.length === 0) terminal.print(`${path} has no state: the next read starts from the beginning.`);
    else {
      const rows = shown.map(({ stream_descriptor: { name }, stream_state: state }) => [name, showState(state)]);
      terminal.print(
        table([{ title: 'stream' }, { title: 'state' }], rows)
          .split('\n')
          .map((line) => truncate(line, terminal.columns))
          .join('\n'),
      );
    }
    terminal.result({ command: 'state', ok: true, action: args.action, file: file.path, changed, states: shown });
    return 0;
  },
};
