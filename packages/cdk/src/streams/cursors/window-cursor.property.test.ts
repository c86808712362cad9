import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listLogger } from '../../../test/run-context.ts';
import type { StreamState } from '../../protocol/state.ts';
import { TestClock } from '../../testing/test-clock.ts';
import type { RecordOrder } from './highest-value-cursor.ts';
import type { SliceProgress } from './cursor.ts';
import { type DatetimeWindow, DatetimeWindows } from './datetime-windows.ts';
import { momentOfMs } from './moment.ts';
import { WindowCursor } from './window-cursor.ts';

interface Row {
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A window that is being read, and the row that its pages have come to. */
interface OpenWindow {
  readonly window: DatetimeWindow;
  readonly progress: SliceProgress;
  last?: Row;
}

const START = Date.parse('2026-01-01T00:00:00Z');

const byOrder: Record<RecordOrder, (a: Row, b: Row) => number> = {
  ascending: (a, b) => a.at - b.at || a.id - b.id,
  descending: (a, b) => b.at - a.at || b.id - a.id,
  unsorted: (a, b) => a.id - b.id,
};

function open(windows: DatetimeWindows, startState: StreamState, clock: TestClock, isAscending = false): WindowCursor {
  return new WindowCursor({
    stream: 'orders',
    field: 'updated_at',
    windows,
    isAscending,
    startState,
    logger: listLogger([]),
    clock,
  });
}

describe('I4: the state while windows are done out of order', () => {
  const windows = new DatetimeWindows({ start: '2026-01-01', step: 'P1D', granularity: 'PT1S' });
  const clock = new TestClock('2026-01-04T12:00:00Z');

  test('is a list of ranges while there are gaps: each holds its end, and the last one what is asked for next', () => {
    const cursor = open(windows, {}, clock);
    const [first, second, third] = cursor.windows();
    if (!first || !second || !third) throw new Error('three windows');
    cursor.open(first).end();
    cursor.open(third).end();
    expect(cursor.state()).toEqual({
      slices: [
        { start: '2026-01-01T00:00:00Z', end: '2026-01-01T23:59:59Z' },
        { start: '2026-01-03T00:00:00Z', end: '2026-01-04T00:00:00Z' },
      ],
      state_type: 'date-range',
    });
    cursor.open(second).end();
    expect(cursor.state()).toEqual({ updated_at: '2026-01-04T00:00:00Z' });
  });

  test('is asked for again from the last moment of a range on', () => {
    const state = {
      slices: [
        { start: '2026-01-01T00:00:00Z', end: '2026-01-01T23:59:59Z' },
        { start: '2026-01-03T00:00:00Z', end: '2026-01-04T00:00:00Z' },
      ],
      state_type: 'date-range',
    };
    const cursor = open(windows, state, clock);
    expect([...cursor.windows()].map(({ start, end }) => [start, end])).toEqual([
      ['2026-01-01T23:59:59Z', '2026-01-02T23:59:58Z'],
      ['2026-01-02T23:59:59Z', '2026-01-02T23:59:59Z'],
      ['2026-01-04T00:00:00Z', '2026-01-04T12:00:00Z'],
    ]);
    expect(cursor.state()).toBe(state);
  });
});

test('I10: while records change and windows are read side by side, nothing is lost however often it breaks off', () => {
  const change = fc.record({ id: fc.nat(9), afterMs: fc.nat(2500) });
  const run = fc.record({
    /** Before each page of two records: what changes, and which of the open windows the page is of. */
    pages: fc.array(fc.record({ changes: fc.array(change, { maxLength: 3 }), pick: fc.nat(2) }), { maxLength: 25 }),
    /** The run is killed when its pages are used up; else it reads on to its end. */
    isKilled: fc.boolean(),
  });
  const setups = fc.record({
    order: fc.constantFrom<RecordOrder>('ascending', 'descending', 'unsorted'),
    granularity: fc.constantFrom('PT1S', 'PT0.001S', undefined),
    step: fc.constantFrom('PT1S', 'PT3S', 'PT10S', undefined),
    format: fc.constantFrom('iso', '%Y-%m-%dT%H:%M:%S.%fZ', '%ms'),
  });

  fc.assert(
    fc.property(setups, fc.array(run, { maxLength: 5 }), ({ order, ...options }, runs) => {
      // Between two whole seconds, as a start that is counted back from the present.
      const windows = new DatetimeWindows({ start: new Date(START - 700), ...options });
      const unit = options.granularity === 'PT1S' ? 1000 : 1;
      const rows = new Map<number, Row>();
      const seen = new Set<string>();
      let now = START;
      let state: StreamState = {};

      const apply = (changes: readonly { id: number; afterMs: number }[]): void => {
        for (const { id, afterMs } of changes) {
          now += afterMs;
          rows.set(id, { id, at: now - (now % unit) });
        }
      };

      /** The next page of a window; false at its end. */
      const readPage = (picked: OpenWindow): boolean => {
        const { window, progress, last } = picked;
        const { startMoment, endMoment } = window;
        const page = [...rows.values()]
          .filter(({ at }) => startMoment <= momentOfMs(at) && momentOfMs(at) <= endMoment)
          .filter((row) => last === undefined || byOrder[order](last, row) < 0)
          .sort(byOrder[order])
          .slice(0, 2);
        for (const row of page) {
          seen.add(JSON.stringify(row));
          progress.observe({ updated_at: windows.format(momentOfMs(row.at)) });
          picked.last = row;
        }
        if (page.length > 0) progress.endPage?.();
        else progress.end();
        return page.length > 0;
      };

      const read = (
        pages: readonly { changes: readonly { id: number; afterMs: number }[]; pick: number }[],
        isKilled: boolean,
      ): void => {
        const clock = new TestClock(now);
        const cursor = open(windows, state, clock, order === 'ascending');
        const due = cursor.windows()[Symbol.iterator]();
        const underWay: OpenWindow[] = [];
        for (let index = 0; ; index++) {
          const { changes, pick } = pages[index] ?? { changes: [], pick: 0 };
          if (isKilled && index >= pages.length) break;
          void clock.sleep(now - clock.now());
          while (underWay.length < 3) {
            const { value: window } = due.next();
            if (window === undefined) break;
            underWay.push({ window, progress: cursor.open(window) });
          }
          const picked = underWay[pick % underWay.length];
          if (picked === undefined) break;
          apply(changes);
          if (!readPage(picked)) underWay.splice(underWay.indexOf(picked), 1);
          // What a STATE would hold, through JSON as a platform keeps it.
          state = JSON.parse(JSON.stringify(cursor.state())) as StreamState;
        }
        if (isKilled) return;
        cursor.finish();
        state = cursor.state();
      };

      for (const { pages, isKilled } of runs) read(pages, isKilled);
      now += 1000;
      read([], false);
      expect([...rows.values()].filter((row) => !seen.has(JSON.stringify(row)))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
