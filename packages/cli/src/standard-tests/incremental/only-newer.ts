import type { JsonObject } from '@headwater/cdk/protocol';
import { counted } from '../../terminal/show.ts';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { valueAtPath } from '../subject/json-shapes.ts';
import { showKeys } from '../subject/records-of.ts';
import { readFromStates } from './chosen-states.ts';
import { type CursorValue, isCursorValue } from './cursor-values.ts';
import { minus, minusSeconds } from './lookback.ts';
import { covers, stateCursor } from './state-cursor.ts';

export const onlyNewer: StreamTest = {
  name: 'only-newer',
  group: 'incremental',
  proves: 'A read from any STATE gives only records at or after its cursor.',
  advice:
    'Ask the API for what changed since the state. Where older records come again on purpose, set "lookback" of the stream in headwater.json.',
  async run(stream) {
    const { cursorPath, settings } = stream;
    const problems: string[] = [];
    let known = 0;
    for (const { state, isLast, next } of await readFromStates(stream)) {
      const from = stateCursor(state, cursorPath);
      // Partitions that the state does not know yet are read whole.
      if (from === undefined || ('states' in state && !isLast)) continue;
      known++;
      const back = (end: CursorValue): CursorValue => minusSeconds(minus(end, settings.lookback ?? 0), windowOf(state));
      const older = next.records.filter((record) => {
        const value = valueAtPath(record, cursorPath);
        return isCursorValue(value) && covers(state, cursorPath, value, back);
      });
      // The API would have left them out: they were not asked for.
      if (older.length === 0 || next.run.isNarrowed) continue;
      const count = `${older.length} of ${counted(next.records.length, 'record')} are older`;
      problems.push(`read from ${String(from)}, ${count}: ${showKeys(older, stream)}`);
    }
    if (known === 0) throw new NotTestable('its states have a form of their own');
    return failures(...problems);
  },
};

/** Seconds that partitions without a position of their own start before that of the stream. */
function windowOf({ lookback_window: seconds }: JsonObject): number {
  return typeof seconds === 'number' ? seconds : 0;
}
