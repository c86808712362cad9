import { ConnectorError } from '../../errors/connector-error.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { RunContext } from '../contexts.ts';
import { schemaOf } from '../describe-stream.ts';
import type { AnyStream } from '../stream.ts';
import { type RawCursorValue, readCursorState } from '../state-formats/cursor-state.ts';
import { compareDatetimes } from './compare-datetimes.ts';
import type { CursorOpener } from './cursor-opener.ts';
import { cursorTypeOf } from './cursor-type.ts';
import type { DatetimeWindows } from './datetime-windows.ts';
import { earlierDatetime } from './earlier-datetime.ts';
import { earlierEpoch } from './earlier-epoch.ts';
import { HighestValueCursor } from './highest-value-cursor.ts';
import { momentOfMs } from './moment.ts';
import { PageCursor } from './page-cursor.ts';
import { WindowCursor } from './window-cursor.ts';

/** Tells how the cursors of a stream are made: as it declares. */
export async function cursorsOf(stream: AnyStream, run: RunContext): Promise<CursorOpener> {
  const { logger, clock } = run;
  const { cursorField, windows, recordOrder = 'unsorted', cursorFilter = 'inclusive' } = stream;
  if (cursorField === undefined) {
    if (windows === undefined) return FULL_REFRESH;
    throw new ConnectorError(`Stream "${streamLabel(stream)}" has windows, but no cursorField whose time they are of`);
  }
  const label = streamLabel(stream);
  if (windows !== undefined) return windowCursors(windows, cursorField, recordOrder === 'ascending', label, run);
  const type = cursorTypeOf(await schemaOf(stream), cursorField);
  return {
    open(state) {
      const start = readCursorState(state, { stream: label, field: cursorField });
      // Of ranges, only the first can be gone on from by asking for all that is newer.
      const value = start?.format === 'date-range' ? start.done[0]?.end : start?.value;
      const startState: StreamState = value === undefined ? {} : { [cursorField]: value };
      return new HighestValueCursor({
        stream: label,
        field: cursorField,
        type,
        order: recordOrder,
        filter: cursorFilter,
        startState,
        logger,
        clock,
      });
    },
    isTime: (state) => earlierTime(state[cursorField], 0) !== undefined,
    before(state, seconds) {
      const value = earlierTime(state[cursorField], seconds);
      return value === undefined ? state : { ...state, [cursorField]: value };
    },
    compare: (a, b) => (type === 'datetime' ? compareDatetimes(String(a), String(b)) : a < b ? -1 : a > b ? 1 : 0),
  };
}

const FULL_REFRESH: CursorOpener = {
  open: (startState: StreamState) => new PageCursor(startState),
  isTime: () => false,
  before: (state) => state,
  compare: () => 0,
};

/** A time that so many seconds are taken from, whatever the schema says of it; `undefined` when the value is none. */
function earlierTime(value: unknown, seconds: number): RawCursorValue | undefined {
  return earlierDatetime(value, seconds) ?? earlierEpoch(value, seconds);
}

function windowCursors(
  windows: DatetimeWindows,
  field: string,
  isAscending: boolean,
  stream: string,
  { logger, clock }: RunContext,
): CursorOpener {
  const momentOf = (value: unknown): number => windows.parse(value) ?? Number.NEGATIVE_INFINITY;
  return {
    open: (startState) => new WindowCursor({ stream, field, windows, isAscending, startState, logger, clock }),
    isTime: () => true,
    before(state, seconds) {
      const moment = windows.parse(state[field]);
      return moment === undefined ? state : { ...state, [field]: windows.format(moment - momentOfMs(seconds * 1000)) };
    },
    compare: (a, b) => momentOf(a) - momentOf(b),
  };
}
