import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listLogger, thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import { TestClock } from '../../testing/test-clock.ts';
import type { RawCursorValue } from '../state-formats/cursor-state.ts';
import { type CursorFilter, type CursorType, HighestValueCursor, type RecordOrder } from './highest-value-cursor.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

interface Setup {
  readonly type?: CursorType;
  readonly order?: RecordOrder;
  readonly filter?: CursorFilter;
  readonly start?: object;
  readonly now?: number;
}

function open(setup: Setup = {}): { cursor: HighestValueCursor; logs: string[]; clock: TestClock } {
  const { type = 'datetime', order = 'unsorted', filter = 'inclusive', start = {}, now = NOW } = setup;
  const logs: string[] = [];
  const clock = new TestClock(now);
  const cursor = new HighestValueCursor({
    stream: 'orders',
    field: 'at',
    type,
    order,
    filter,
    startState: start as never,
    logger: listLogger(logs),
    clock,
  });
  return { cursor, logs, clock };
}

const day = (number: number): string => `2024-01-${String(number).padStart(2, '0')}T00:00:00Z`;

/** The state after each record, and after the stream's end. */
function states(setup: Setup, values: readonly unknown[]): unknown[] {
  const { cursor } = open(setup);
  const seen = values.map((at) => {
    cursor.observe({ at });
    return (cursor.state() as { at?: unknown }).at;
  });
  cursor.finish();
  return [...seen, (cursor.state() as { at?: unknown }).at];
}

describe('I1, I5: what a STATE claims while the stream is read, and at its end', () => {
  const n = { type: 'number' } as const;
  test.each<[string, Setup, unknown[], unknown[]]>([
    ['ascending, inclusive: the highest value', { ...n, order: 'ascending' }, [1, 2, 3], [1, 2, 3, 3]],
    [
      'ascending, exclusive: one value behind',
      { ...n, order: 'ascending', filter: 'exclusive' },
      [1, 2, 3],
      [undefined, 1, 2, 2],
    ],
    [
      'ascending, exclusive: ties do not move it',
      { ...n, order: 'ascending', filter: 'exclusive' },
      [1, 2, 2, 2, 5],
      [undefined, 1, 1, 1, 2, 2],
    ],
    ['ascending, inclusive: ties', { ...n, order: 'ascending' }, [1, 1, 2, 2], [1, 1, 2, 2, 2]],
    [
      'ascending, exclusive: all tied claim nothing',
      { ...n, order: 'ascending', filter: 'exclusive' },
      [4, 4],
      [undefined, undefined, undefined],
    ],
    [
      'descending, inclusive: nothing before the end',
      { ...n, order: 'descending' },
      [3, 2, 1],
      [undefined, undefined, undefined, 3],
    ],
    [
      'descending, exclusive',
      { ...n, order: 'descending', filter: 'exclusive' },
      [3, 3, 2, 1],
      [undefined, undefined, undefined, undefined, 2],
    ],
    ['unsorted, inclusive', { ...n, order: 'unsorted' }, [2, 3, 1], [undefined, undefined, undefined, 3]],
    [
      'unsorted, exclusive',
      { ...n, order: 'unsorted', filter: 'exclusive' },
      [3, 1, 2, 3],
      [undefined, undefined, undefined, undefined, 2],
    ],
    ['one record, exclusive', { ...n, filter: 'exclusive' }, [3], [undefined, undefined]],
    ['no record', { ...n, order: 'ascending' }, [], [undefined]],
    [
      'integers beyond 2^53, and up to them',
      { ...n, order: 'ascending', filter: 'exclusive' },
      [9007199254740991, 9007199254740992n, 9007199254740993n, 9007199254740993n],
      [undefined, 9007199254740991, 9007199254740992n, 9007199254740992n, 9007199254740992n],
    ],
    ['zero is a value', { ...n, order: 'ascending' }, [0], [0, 0]],
    ['text', { type: 'string', order: 'ascending' }, ['a', 'b', 'ba'], ['a', 'b', 'ba', 'ba']],
    ['datetimes', { order: 'ascending' }, [day(1), day(2)], [day(1), day(2), day(2)]],
    [
      'datetimes in zones, by the moment',
      { order: 'unsorted' },
      ['2024-01-02T00:00:00Z', '2024-01-02T01:00:00+02:00', '2024-01-01T23:30:00-01:00'],
      [undefined, undefined, undefined, '2024-01-01T23:30:00-01:00'],
    ],
    ['dates', { order: 'ascending' }, ['2024-01-01', '2024-01-02'], ['2024-01-01', '2024-01-02', '2024-01-02']],
  ])('%s', (_, setup, values, expected) => {
    expect(states(setup, values)).toEqual(expected);
  });

  test.each<[string, Setup, unknown[], unknown[]]>([
    ['inclusive: lower values leave it', { order: 'ascending' }, [3, 4], [5, 5, 5]],
    ['inclusive: the value itself leaves it', { order: 'ascending' }, [5], [5, 5]],
    ['inclusive: higher values move it', { order: 'ascending' }, [5, 6], [5, 6, 6]],
    ['exclusive: the first higher value leaves it', { order: 'ascending', filter: 'exclusive' }, [6, 6], [5, 5, 5]],
    ['exclusive: the second moves it', { order: 'ascending', filter: 'exclusive' }, [6, 7], [5, 6, 6]],
    ['exclusive: lower values never take it back', { order: 'unsorted', filter: 'exclusive' }, [3, 6, 4], [5, 5, 5, 5]],
    ['descending: at the end only', { order: 'descending' }, [8, 7, 6], [5, 5, 5, 8]],
    ['no record leaves it', {}, [], [5]],
  ])('from a state, %s', (_, setup, values, expected) => {
    expect(states({ ...setup, type: 'number', start: { at: 5 } }, values)).toEqual(expected);
  });

  test('a state that does not move is given back as it came, with all it held', () => {
    const start = { at: 5, legacy: { more: true } };
    const { cursor } = open({ type: 'number', order: 'ascending', start });
    cursor.observe({ at: 4 });
    cursor.finish();
    expect(cursor.state()).toBe(start);
  });

  test('a state that moves holds the field alone', () => {
    const { cursor } = open({ type: 'number', order: 'ascending', start: { at: 5, legacy: 1 } });
    cursor.observe({ at: 6, other: 7 });
    expect(cursor.state()).toStrictEqual({ at: 6 });
  });

  test('a state in the future is kept', () => {
    const start = { at: '2030-01-01T00:00:00Z' };
    const { cursor, logs } = open({ order: 'ascending', start });
    cursor.observe({ at: day(1) });
    cursor.finish();
    expect([cursor.state(), logs]).toEqual([start, []]);
  });

  test('null in the state is as good as none', () => {
    expect(states({ type: 'number', order: 'ascending', start: { at: null } }, [1])).toEqual([1, 1]);
  });
});

describe('I1: whatever comes, a claim covers only what was seen', () => {
  const setups = fc.record({
    order: fc.constantFrom<RecordOrder>('ascending', 'descending', 'unsorted'),
    filter: fc.constantFrom<CursorFilter>('inclusive', 'exclusive'),
  });

  test('with an honest order no record after a claim is below it, nor equal to it under an exclusive filter', () => {
    fc.assert(
      fc.property(setups, fc.array(fc.nat(20)), ({ order, filter }, raw) => {
        const values = order === 'unsorted' ? raw : raw.toSorted((a, b) => (order === 'ascending' ? a - b : b - a));
        const { cursor, logs } = open({ type: 'number', order, filter });
        for (const [index, at] of values.entries()) {
          cursor.observe({ at });
          const { at: claim } = cursor.state() as { at?: number };
          if (claim === undefined) continue;
          for (const later of values.slice(index + 1)) {
            if (filter === 'inclusive') expect(later).toBeGreaterThanOrEqual(claim);
            else expect(later).toBeGreaterThan(claim);
          }
        }
        cursor.finish();
        const distinct = [...new Set(values)].toSorted((a, b) => b - a);
        expect((cursor.state() as { at?: number }).at).toBe(filter === 'inclusive' ? distinct[0] : distinct[1]);
        expect(logs).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('a broken promise takes the state back to where the read began, until the end', () => {
    const start = { at: 1 };
    const { cursor, logs } = open({ type: 'number', order: 'ascending', start });
    cursor.observe({ at: 5 });
    expect([cursor.state(), cursor.mustRetract]).toEqual([{ at: 5 }, false]);
    cursor.observe({ at: 3 });
    expect([cursor.mustRetract, cursor.state()]).toEqual([true, start]);
    cursor.observe({ at: 9 });
    cursor.observe({ at: 4 });
    expect(cursor.state()).toBe(start);
    cursor.finish();
    expect([cursor.mustRetract, cursor.state()]).toEqual([false, { at: 9 }]);
    expect(logs).toEqual([
      'warn: Stream "orders" declares its records ascending by "at", but 3 came after 5: no state is kept before the stream ends. Declare recordOrder \'unsorted\'.',
    ]);
  });

  test('a promise that is broken before any claim has nothing to take back', () => {
    const { cursor } = open({ type: 'number', order: 'ascending' });
    cursor.observe({ at: 5 });
    cursor.observe({ at: 3 });
    expect([cursor.mustRetract, cursor.state()]).toEqual([false, {}]);
  });

  test('records below the start state break no promise: they are what an inclusive or coarse filter gives again', () => {
    const { cursor, logs } = open({ type: 'number', order: 'ascending', start: { at: 5 } });
    for (const at of [3, 4, 2, 5, 6]) cursor.observe({ at });
    expect([cursor.state(), cursor.mustRetract, logs]).toEqual([{ at: 6 }, false, []]);
  });

  test('no other order is a promise', () => {
    const { cursor, logs } = open({ type: 'number', order: 'descending' });
    for (const at of [3, 9, 1]) cursor.observe({ at });
    expect([cursor.mustRetract, logs]).toEqual([false, []]);
  });
});

describe('I10: whatever went out before a kill, the read that follows gives the rest', () => {
  interface Row {
    readonly id: number;
    readonly rank: number;
    readonly at: RawCursorValue;
  }

  const byRank: Record<RecordOrder, (a: Row, b: Row) => number> = {
    ascending: (a, b) => a.rank - b.rank || a.id - b.id,
    descending: (a, b) => b.rank - a.rank || b.id - a.id,
    unsorted: (a, b) => a.id - b.id,
  };
  /** How the values of each type are written; the same moment in more than one way. */
  const write: Record<CursorType, (rank: number, id: number) => RawCursorValue> = {
    // From one side of 2^53 to the other.
    number: (rank) => parseJson(String(2n ** 53n - 4n + BigInt(rank))) as number | bigint,
    string: (rank) => `v${rank}`,
    datetime: (rank, id) =>
      [day(rank + 1), day(rank + 1).replace('Z', '.000Z'), day(rank + 1).slice(0, 10)][id % 3] ?? '',
  };
  const setups = fc.record({
    type: fc.constantFrom<CursorType>('number', 'string', 'datetime'),
    order: fc.constantFrom<RecordOrder>('ascending', 'descending', 'unsorted'),
    filter: fc.constantFrom<CursorFilter>('inclusive', 'exclusive'),
  });
  const rank = fc.nat(6);

  test('after any record, and after the last one also what comes at the highest value or above it', () => {
    fc.assert(
      fc.property(setups, fc.array(rank), fc.option(rank, { nil: undefined }), (setup, ranks, startRank) => {
        const all = ranks.map((value, id): Row => ({ id, rank: value, at: write[setup.type](value, id) }));
        const start = startRank === undefined ? {} : { at: write[setup.type](startRank, 0) };
        /** What the API gives for a state. */
        const given = (state: object, rows = all): Row[] => {
          const { at } = state as { at?: RawCursorValue };
          const claim = [0, 1, 2, 3, 4, 5, 6].find((value) =>
            [0, 1, 2].some((id) => write[setup.type](value, id) === at),
          );
          const from = claim === undefined ? -1 : setup.filter === 'inclusive' ? claim : claim + 1;
          return rows.filter((row) => row.rank >= from).sort(byRank[setup.order]);
        };
        const { cursor } = open({ ...setup, start });
        const wanted = given(start);
        for (const [index, row] of wanted.entries()) {
          const missed = wanted.slice(index).filter((later) => !given(cursor.state()).includes(later));
          expect(missed).toEqual([]);
          cursor.observe(row);
        }
        cursor.finish();
        const highest = Math.max(...wanted.map((row) => row.rank));
        const newer = [0, 1, 2, 3, 4, 5, 6].filter((value) => wanted.length > 0 && value >= highest);
        const rows = newer.map((value): Row => ({ id: 99, rank: value, at: write[setup.type](value, 0) }));
        expect(given(cursor.state(), rows)).toHaveLength(rows.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('while records change under the read, however often it breaks off', () => {
    const change = fc.record({ id: fc.nat(9), seconds: fc.nat(2) });
    const run = fc.record({
      /** What changes before each page of two records. */
      changes: fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 8 }),
      /** The page in which the run is killed. */
      killedIn: fc.option(fc.nat(6), { nil: undefined }),
    });
    fc.assert(
      fc.property(setups, fc.array(run, { maxLength: 6 }), ({ order, filter }, runs) => {
        const rows = new Map<number, Row>();
        const seen = new Set<string>();
        let time = 0;
        let state: object = {};

        const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
        const apply = (changes: readonly { id: number; seconds: number }[] = []): void => {
          for (const { id, seconds } of changes) {
            time += seconds;
            rows.set(id, { id, rank: time, at: at(time) });
          }
        };
        const read = (changes: readonly (readonly { id: number; seconds: number }[])[], killedIn: number): void => {
          const { cursor } = open({ order, filter, start: state, now: NOW + time * 1000 });
          const { at: claim = '' } = state as { at?: string };
          let last: Row | undefined;
          for (let page = 0; ; page++) {
            apply(changes[page]);
            const found = [...rows.values()]
              .filter((row) => (filter === 'inclusive' ? row.at >= claim : row.at > claim))
              .filter((row) => last === undefined || byRank[order](last, row) < 0)
              .sort(byRank[order])
              .slice(0, 2);
            if (found.length === 0) break;
            for (const row of found) {
              seen.add(JSON.stringify(row));
              cursor.observe(row);
              last = row;
            }
            state = cursor.state();
            if (page === killedIn) return;
          }
          cursor.finish();
          state = cursor.state();
        };

        for (const { changes, killedIn = Infinity } of runs) read(changes, killedIn);
        read([], Infinity);
        expect([...rows.values()].filter((row) => !seen.has(JSON.stringify(row)))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('F: a value that cannot be used does not move the state, and the first is said', () => {
  const end = 'State does not move by such records.';
  const said = (what: string): string =>
    `warn: A record of stream "orders" was kept, but its cursor field "at" ${what}. ${end}`;

  test.each<[string, Setup, unknown, string]>([
    ['missing', {}, undefined, said('is missing')],
    ['null', {}, null, said('is no datetime: null')],
    ['a number for a datetime', {}, 7, said('is no datetime: 7')],
    ['text that is no datetime', {}, 'soon', said('is no datetime: "soon"')],
    ['a datetime in the future', {}, '2026-01-01T00:00:01Z', said('is in the future: "2026-01-01T00:00:01Z"')],
    ['a far future', {}, '9999-12-31', said('is in the future: "9999-12-31"')],
    ['text for a number', { type: 'number' }, '7', said('is no number: "7"')],
    ['null for a number', { type: 'number' }, null, said('is no number: null')],
    ['NaN', { type: 'number' }, Number.NaN, said('is no number: null')],
    ['infinity', { type: 'number' }, Infinity, said('is no number: null')],
    ['empty text', { type: 'string' }, '', said('is no string: ""')],
    ['a number for text', { type: 'string' }, 7, said('is no string: 7')],
    ['an object', { type: 'string' }, { a: 1 }, said('is no string: {"a":1}')],
  ])('%s', (_, setup, bad, line) => {
    const good = setup.type === 'number' ? 1 : setup.type === 'string' ? 'a' : day(1);
    const { cursor, logs } = open({ ...setup, order: 'ascending' });
    cursor.observe({ at: good });
    cursor.observe(bad === undefined ? {} : { at: bad });
    expect(cursor.state()).toEqual({ at: good });
    cursor.observe({ at: null });
    cursor.finish();
    expect([cursor.state(), logs]).toEqual([{ at: good }, [line]]);
  });

  test('the very moment of now is no future, in any zone', () => {
    const { cursor, logs } = open({ order: 'ascending' });
    cursor.observe({ at: '2026-01-01T02:00:00+02:00' });
    expect([cursor.state(), logs]).toEqual([{ at: '2026-01-01T02:00:00+02:00' }, []]);
  });

  test('a first record without a value claims nothing', () => {
    const { cursor } = open({ order: 'ascending' });
    cursor.observe({});
    cursor.finish();
    expect(cursor.state()).toEqual({});
  });
});

describe('I5: what changed since the read began does not move the state, by the clock of the API', () => {
  const HOUR = 3_600_000;
  const at = (ms: number): string => new Date(ms).toISOString();

  test.each([
    ['as ours', 0],
    ['an hour behind', -HOUR],
    ['an hour ahead', HOUR],
    ['years behind', -40_000 * HOUR],
  ])('%s', (_, skew) => {
    const { cursor, logs, clock } = open();
    cursor.setServerTime(NOW + skew);
    void clock.sleep(60_000);
    for (const seconds of [0, 1, 59]) cursor.observe({ at: at(NOW + skew + seconds * 1000) });
    cursor.finish();
    expect([cursor.state(), logs]).toEqual([{ at: at(NOW + skew) }, []]);
  });

  test('nor does what changed while the first response was on its way', () => {
    const { cursor, clock } = open();
    void clock.sleep(30_000);
    cursor.setServerTime(NOW + HOUR + 30_000);
    for (const seconds of [0, 15, 30]) cursor.observe({ at: at(NOW + HOUR + seconds * 1000) });
    cursor.finish();
    expect(cursor.state()).toEqual({ at: at(NOW + HOUR) });
  });

  test.each([
    ['seconds', 1],
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
  ])('nor does a number of %s since 1970', (_, perSecond) => {
    const { cursor, clock, logs } = open({ type: 'number' });
    cursor.setServerTime(NOW + HOUR);
    void clock.sleep(60_000);
    const began = ((NOW + HOUR) / 1000) * perSecond;
    for (const seconds of [-1, 0, 1, 59]) cursor.observe({ at: began + seconds * perSecond });
    cursor.finish();
    expect([cursor.state(), logs]).toEqual([{ at: began }, []]);
  });

  test('a number that is no time of this read is what it is, however high', () => {
    const values = [7, 20_260_101, NOW / 1000 - 1, NOW / 1000 + 3600, NOW + HOUR, 2 ** 60];
    for (const value of values) expect(states({ type: 'number' }, [value]).at(-1)).toBe(value);
  });

  test('nor in an ascending stream: a further record may change at the same time, and come before it', () => {
    const { cursor, clock, logs } = open({ order: 'ascending' });
    cursor.setServerTime(NOW);
    void clock.sleep(60_000);
    for (const seconds of [0, 1, 59]) cursor.observe({ at: at(NOW + seconds * 1000) });
    expect(cursor.state()).toEqual({ at: at(NOW) });
    cursor.finish();
    expect([cursor.state(), logs]).toEqual([{ at: at(NOW) }, []]);
  });
});

describe('F: a start state that cannot be used is a config_error', () => {
  test.each<[CursorType, unknown, string]>([
    ['datetime', 'soon', 'an ISO 8601 datetime, got "soon"'],
    ['datetime', 7, 'an ISO 8601 datetime, got 7'],
    ['datetime', '', 'an ISO 8601 datetime, got ""'],
    ['number', 'seven', 'a number, got "seven"'],
    ['number', '', 'a number, got ""'],
    ['string', 7, 'a string, got 7'],
    ['string', ['a'], 'a string, got ["a"]'],
  ])('%s: %j', (type, at, text) => {
    const error = thrownBy(() => open({ type, start: { at } }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      `State of stream "orders": "at" must be ${text}. Reset the stream's state to read it from the start.`,
    );
  });

  test.each([
    ['1704067200', 1704067200],
    ['1704067200.5', 1704067200.5],
    ['9007199254740993', 9007199254740993n],
  ])('I4: a number as text, as the Python CDK writes epochs, is that number: %j', (at, expected) => {
    const { cursor } = open({ type: 'number', start: { at } });
    expect(cursor.startState).toEqual({ at: expected });
    cursor.observe({ at: 1 });
    cursor.finish();
    expect(cursor.state()).toEqual({ at: expected });
  });

  test('a state of other fields is no state of this one', () => {
    expect(states({ type: 'number', order: 'ascending', start: { other: 'x' } }, [1])).toEqual([1, 1]);
  });
});
