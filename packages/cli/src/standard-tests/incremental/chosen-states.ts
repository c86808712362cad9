import type { JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { NotTestable } from '../standard-test.ts';
import { valueAtPath } from '../subject/json-shapes.ts';
import type { StreamRead, TestedStream } from '../subject/tested-stream.ts';

/** How many states of a stream are gone on from; each costs one read. */
const MOST_STATES = 4;

/** A STATE of an incremental read. */
export interface ChosenState {
  readonly state: JsonObject;
  /** The records that came before it. */
  readonly covered: readonly JsonObject[];
  /** It is the last of the read. */
  readonly isLast: boolean;
}

/** A STATE, and what a read from it gave. */
export interface ReadFromState extends ChosenState {
  readonly next: StreamRead;
}

/**
 * Some STATEs of the stream's incremental read: the last, one between records of the same cursor value if there is one, and others
 * evenly over the read.
 */
export function chooseStates({ events, records }: StreamRead, cursorPath: readonly string[]): ChosenState[] {
  const all: { readonly state: JsonObject; readonly count: number }[] = [];
  let count = 0;
  for (const event of events) {
    if (event.kind === 'record') count++;
    if (event.kind === 'state') all.push({ state: event.state, count });
  }
  const cursorOf = (index: number): string => canonicalJson(valueAtPath(records[index], cursorPath) ?? null);
  const isAtTie = ({ count: place }: { readonly count: number }): boolean =>
    place > 0 && place < records.length && cursorOf(place - 1) === cursorOf(place);
  // Of states that are the same, the last one covers the most.
  const states = all.filter(
    ({ state }, index) => canonicalJson(state) !== canonicalJson(all[index + 1]?.state ?? null),
  );
  const last = states.length - 1;
  const places = [last, states.findIndex(isAtTie), 0, Math.floor(last / 2), Math.floor(last / 4)];
  return [...new Set(places)]
    .filter((place) => place >= 0)
    .slice(0, MOST_STATES)
    .flatMap((place) => {
      const { state, count: covered } = states[place] ?? {};
      return state === undefined ? [] : [{ state, covered: records.slice(0, covered), isLast: place === last }];
    });
}

/**
 * Reads on from some STATEs of a stream; the other incremental streams do so in the same runs.
 *
 * @throws NotTestable when the stream is not incremental, or its incremental read did not get that far.
 */
export async function readFromStates(stream: TestedStream): Promise<ReadFromState[]> {
  const chosen = await statesOf(stream);
  if (chosen.length === 0) throw new NotTestable('the incremental read gave no STATE');
  const reads: ReadFromState[] = [];
  for (const [step, choice] of chosen.entries()) {
    const next = await readOn(stream, await stateAtStep(stream.connector, step));
    if (next !== undefined) reads.push({ ...choice, next });
  }
  if (reads.length === 0) throw new NotTestable(NOT_RECORDED);
  return reads;
}

/** Why a read from a state cannot be tested. */
export const NOT_RECORDED = 'nobody recorded a read from its states';

/**
 * Reads on from states; `undefined` when a recording has no answer to what was asked then, or has one that is for another time.
 * With a recording the stream is read alone, as what others ask says nothing of it.
 */
export async function readOn(
  stream: TestedStream,
  stateOf: (stream: TestedStream) => JsonObject | undefined,
): Promise<StreamRead | undefined> {
  const isRecording = stream.connector.api === 'recording';
  const run = await stream.connector.readIncrementally(stateOf, isRecording ? stream : undefined);
  return run.missing.length > 0 || run.outOfTime.length > 0 ? undefined : stream.in(run);
}

/** @throws NotTestable when the stream is not incremental, or its incremental read did not complete. */
export async function statesOf(stream: TestedStream): Promise<ChosenState[]> {
  const { cursorPath } = stream;
  const read = await stream.readIncrementally();
  if (!read.isComplete) throw new NotTestable('the incremental read did not complete');
  return chooseStates(read, cursorPath);
}

/** Which state each stream goes on from in the same run: its own at this step, or its first when it has not so many. */
async function stateAtStep(
  connector: TestedStream['connector'],
  step: number,
): Promise<(stream: TestedStream) => JsonObject | undefined> {
  const states = new Map<TestedStream, JsonObject | undefined>();
  for (const stream of await connector.streams()) {
    const chosen = await statesOf(stream).catch((error: unknown) => {
      if (error instanceof NotTestable) return [];
      throw error;
    });
    states.set(stream, (chosen[step] ?? chosen[0])?.state);
  }
  return (stream) => states.get(stream);
}
