import type { JsonObject } from '@headwater/cdk/protocol';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { valueAtPath } from '../subject/json-shapes.ts';
import { showKeys } from '../subject/records-of.ts';
import { compareCursors, isCursorValue } from './cursor-values.ts';
import { isSingleValue, stateCursor } from './state-cursor.ts';

export const cursorOrder: StreamTest = {
  name: 'cursor-order',
  group: 'incremental',
  proves:
    'No record comes after a STATE that is already past it, and no STATE goes back: a read that goes on from there would miss records, or read them again.',
  advice: 'Declare recordOrder as the API really sorts, or sort the request by the cursor field.',
  async run(stream) {
    const { cursorPath } = stream;
    const { events } = await stream.readIncrementally();
    const late: JsonObject[] = [];
    const backwards: string[] = [];
    let state: JsonObject | undefined;
    for (const event of events) {
      if (event.kind === 'state') {
        // What a state of ranges or partitions claims is not told by one value.
        if (!isSingleValue(event.state)) throw new NotTestable('its states are no single value');
        const [before, after] = [state && stateCursor(state, cursorPath), stateCursor(event.state, cursorPath)];
        if (before !== undefined && after !== undefined && (compareCursors(after, before) ?? 0) < 0)
          backwards.push(`a STATE of ${String(after)} came after one of ${String(before)}`);
        state = event.state;
      }
      if (event.kind !== 'record' || state === undefined) continue;
      const claimed = stateCursor(state, cursorPath);
      const value = valueAtPath(event.data, cursorPath);
      if (claimed === undefined || !isCursorValue(value)) continue;
      if ((compareCursors(value, claimed) ?? 0) < 0) late.push(event.data);
    }
    return failures(
      ...backwards,
      ...(late.length === 0 ? [] : [`${late.length} records came after a STATE past them: ${showKeys(late, stream)}`]),
    );
  },
};
