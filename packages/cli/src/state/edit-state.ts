import type { StreamState } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { StateFile } from '../project/state-file.ts';

export interface StateEdit {
  readonly action: 'show' | 'reset' | 'rewind';
  /** Empty means all. */
  readonly stream: readonly string[];
  readonly to: string | undefined;
}

/**
 * Changes the states in a file, without saving it. Returns the names of the streams whose state is another one now.
 *
 * @throws CommandError for a stream without a state, and for a state that cannot be rewound by one value.
 */
export function editState(file: StateFile, { action, stream, to }: StateEdit): string[] {
  const names = file.states.map(({ stream_descriptor: { name } }) => name);
  const missing = stream.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new CommandError(
      `${file.path} has no state of ${missing.join(', ')}. It has: ${names.length === 0 ? 'none' : names.join(', ')}`,
      { exitCode: 2 },
    );
  }
  if (to !== undefined && action !== 'rewind')
    throw new CommandError(`--to belongs to rewind, not to ${action}`, { exitCode: 2 });
  if (action === 'show') return [];
  const chosen = file.states.filter(({ stream_descriptor: { name } }) => stream.length === 0 || stream.includes(name));
  if (action === 'reset') {
    for (const {
      stream_descriptor: { name },
    } of chosen)
      file.remove(name);
    return chosen.map(({ stream_descriptor: { name } }) => name);
  }
  if (to === undefined)
    throw new CommandError('rewind needs --to VALUE: the cursor value to read from again', { exitCode: 2 });
  if (stream.length !== 1)
    throw new CommandError('rewind needs one --stream NAME: cursors of two streams differ', { exitCode: 2 });
  for (const kept of chosen) file.set({ ...kept, stream_state: rewound(kept.stream_state, to, stream[0] ?? '') });
  return [...stream];
}

/** The state with another cursor value, of the type that stands there. */
function rewound(state: StreamState, to: string, stream: string): StreamState {
  const [[field, value] = [], ...more] = Object.entries(state) as [string, unknown][];
  const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  if (field === undefined || more.length > 0 || !isValue) {
    throw new CommandError(
      `The state of ${stream} is not one cursor value, so it cannot be rewound to one. "headwater state reset --stream ${stream}" reads it from the beginning.`,
      { exitCode: 2 },
    );
  }
  if (typeof value === 'string') return { [field]: to };
  const number = Number(to);
  if (to.trim() === '' || !Number.isFinite(number)) {
    throw new CommandError(`The cursor "${field}" of ${stream} is a number, got --to ${to}`, { exitCode: 2 });
  }
  return { [field]: /^-?\d+$/.test(to) && !Number.isSafeInteger(number) ? BigInt(to) : number };
}
