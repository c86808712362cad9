import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import { CommandError } from '../command-error.ts';
import type { StateArguments } from '../commands/state.ts';
import { findProject } from '../project/connector-project.ts';
import { readStates, StateFile } from '../project/state-file.ts';
import { showState } from '../reading/show-state.ts';
import { fitLines } from '../terminal/show.ts';
import { table } from '../terminal/table.ts';
import { editState } from './edit-state.ts';
import { migratedStates } from './migrated-states.ts';

/** The `state` command. */
export async function runState(args: StateArguments, { terminal, cwd }: CommandContext): Promise<ExitCode> {
  const { action, stream } = args;
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  const path = args.state === undefined ? join(project.privateFolder, 'state.json') : resolve(cwd, args.state);
  // What cannot be read can still be thrown away.
  if (action === 'reset' && stream.length === 0) await rm(path, { force: true });
  const file = await StateFile.open(project, path);
  const changed = action === 'migrate' ? await migrate(file, args, cwd) : editState(file, { ...args, action });
  if (changed.length > 0) await file.save();

  const shownPath = relative(cwd, path);
  if (changed.length > 0) terminal.print(`${shownPath}: changed ${changed.join(', ')}.`);
  const shown = file.states.filter(({ stream_descriptor: { name } }) => stream.length === 0 || stream.includes(name));
  terminal.print(
    shown.length === 0
      ? `${shownPath} has no state: the next read starts from the beginning.`
      : fitLines(
          table(
            [{ title: 'stream' }, { title: 'state' }],
            shown.map(({ stream_descriptor: { name }, stream_state: state }) => [name, showState(state)]),
          ),
          terminal.columns,
        ),
  );
  terminal.result({ command: 'state', ok: true, action, file: path, changed, states: shown });
  return 0;
}

async function migrate(file: StateFile, { from, rename, stream }: StateArguments, cwd: string): Promise<string[]> {
  if (from === undefined && rename.length === 0) {
    throw new CommandError('migrate needs --from FILE, --rename old=new, or both', { exitCode: 2 });
  }
  const states = from === undefined ? file.states : await readStates(resolve(cwd, from));
  if (from !== undefined && states.length === 0) {
    throw new CommandError(`State file ${from} does not exist, or holds no state`, { exitCode: 2 });
  }
  const { migrated, renamed } = migratedStates(states, rename);
  for (const name of renamed) file.remove(name);
  const taken = migrated.filter(({ stream_descriptor: { name } }) => stream.length === 0 || stream.includes(name));
  for (const state of taken) file.set(state);
  return taken.map(({ stream_descriptor: { name } }) => name);
}
