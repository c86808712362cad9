import { ConnectorError } from '../../errors/connector-error.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { RunContext } from '../contexts.ts';
import { schemaOf } from '../describe-stream.ts';
import type { AnyStream } from '../stream.ts';
import { readCursorState } from '../state-formats/cursor-state.ts';
import { compareDatetimes } from './compare-datetimes.ts';
import type { CursorOpener } from './cursor-opener.ts';
import { cursorTypeOf } from './cursor-type.ts';
import type { DatetimeWindows } from './datetime-windows.ts';
import { earlierDatetime } from './earlier-datetime.ts';
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
    before(state, seconds) {
      const value = type === 'datetime' ? earlierDatetime(state[cursorField], seconds) : undefined;
      return value === undefined ? state : { ...state, [cursorField]: value };
    },
    compare: (a, b) => (type === 'datetime' ? compareDatetimes(String(a), String(b)) : a < b ? -1 : a > b ? 1 : 0),
  };
}

const FULL_REFRESH: CursorOpener = {
  open: (startState: StreamState) => new PageCursor(startState),
  before: (state) => state,
  compare: () => 0,
};

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
    before(state, seconds) {
      const moment = windows.parse(state[field]);
      return moment === undefined ? state : { ...state, [field]: windows.format(moment - momentOfMs(seconds * 1000)) };
    },
    compare: (a, b) => momentOf(a) - momentOf(b),
  };
}
