import { CommandError } from '../command-error.ts';
import type { KeptState } from '../project/state-file.ts';

/**
 * States under the names that streams have here. What is inside a state is the stream's own matter: its `migrateState` sees it when
 * it is read.
 *
 * @param renames `old=new`.
 * @throws CommandError for what is no rename, and for one of a stream that has no state.
 */
export function migratedStates(
  states: readonly KeptState[],
  renames: readonly string[],
): { readonly migrated: KeptState[]; readonly renamed: string[] } {
  const names = new Map(renames.map(parseRename));
  const known = states.map(({ stream_descriptor: { name } }) => name);
  const missing = [...names.keys()].filter((name) => !known.includes(name));
  if (missing.length > 0) {
    throw new CommandError(`No state of ${missing.join(', ')} to rename. There is: ${known.join(', ') || 'none'}`, {
      exitCode: 2,
    });
  }
  const migrated = states.map((state) => {
    const { name, ...descriptor } = state.stream_descriptor;
    return { ...state, stream_descriptor: { ...descriptor, name: names.get(name) ?? name } };
  });
  return { migrated, renamed: [...names.keys()] };
}

function parseRename(text: string): [string, string] {
  const [old, name, ...more] = text.split('=');
  if (!old || !name || more.length > 0) {
    throw new CommandError(`--rename must be old=new, got ${text}`, { exitCode: 2 });
  }
  return [old, name];
}
