import type { JsonObject } from '@headwater/cdk/protocol';
import { counted } from '../../terminal/show.ts';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import type { TestedStream } from '../subject/tested-stream.ts';
import { NOT_RECORDED, readOn, statesOf } from './chosen-states.ts';
import { futureState } from './state-cursor.ts';

export const stateInTheFuture: StreamTest = {
  name: 'future-state',
  group: 'incremental',
  proves: 'A read from a state ten years ahead gives no records, and at least one STATE.',
  advice: 'Ask the API for what changed since the state; send a STATE also when nothing came.',
  async run(stream) {
    await statesOf(stream);
    const state = await futureOf(stream);
    if (state === undefined) throw new NotTestable('its states have a form of their own');
    const futures = new Map<TestedStream, JsonObject | undefined>();
    for (const other of await stream.connector.streams()) futures.set(other, await futureOf(other));
    const read = await readOn(stream, (other) => futures.get(other));
    if (read === undefined) throw new NotTestable(NOT_RECORDED);
    const { length } = read.records;
    const states = read.events.filter(({ kind }) => kind === 'state').length;
    return failures(
      ...(read.isComplete ? [] : [`the read from ${JSON.stringify(state)} did not complete`]),
      ...(length > 0 ? [`the read from ${JSON.stringify(state)} gave ${counted(length, 'record')}`] : []),
      ...(states === 0 ? [`the read from ${JSON.stringify(state)} gave no STATE`] : []),
    );
  },
};

/** The last state of a stream, moved into the future; `undefined` when there is none that could be moved. */
async function futureOf(stream: TestedStream): Promise<JsonObject | undefined> {
  try {
    const [last] = await statesOf(stream);
    return last === undefined ? undefined : futureState(last.state, stream.cursorPath);
  } catch (error) {
    if (error instanceof NotTestable) return undefined;
    throw error;
  }
}
