import { describe, expect, test } from 'vitest';
import { testRun } from '../../test/run-context.ts';
import type { StreamState } from '../protocol/state.ts';
import type { SliceContext } from '../streams/contexts.ts';
import { cursorsOf } from '../streams/cursors/cursors-of.ts';
import { DatetimeWindows } from '../streams/cursors/datetime-windows.ts';
import { ListPartitions } from '../streams/partitions/list-partitions.ts';
import { ParentPartitions } from '../streams/partitions/parent-partitions.ts';
import { SkippedPartition } from '../streams/skipped-partition.ts';
import { type AnyStream, type Partitions, Stream } from '../streams/stream.ts';
import {
  configuredCatalog,
  inputState,
  readAll,
  type ReadAllOptions,
  type ReadResult,
  TestClock,
} from '../testing/index.ts';
import { PartitionStates } from './progress/partition-states.ts';
import { readFirstRecord } from './read-first-record.ts';
import { Source } from './source.ts';

interface Visit {
  readonly store: string;
  readonly day: string;
}

const NOW = '2026-01-20T12:00:00Z';
const days = ['2026-01-01', '2026-01-05', '2026-01-09', '2026-01-13', '2026-01-17'];

/** The visits of a store, each on a page of its own; a store that is closed gives none from `closedFrom` on. */
class Visits extends Stream<Visit, any> {
  readonly name: string = 'visits';
  readonly primaryKey = ['store', 'day'] as const;
  declare readonly cursorField?: 'day';
  declare partitions?: Partitions<any>;
  closed: readonly string[] = ['b'];
  closedFrom = '2026-01-01';
  /** Stores and windows in the order in which they were asked for. */
  readonly asked: string[] = [];

  constructor(members: object = {}) {
    super();
    Object.assign(this, members);
  }

  getJsonSchema() {
    return { type: 'object', properties: { store: { type: 'string' }, day: { type: 'string', format: 'date' } } };
  }

  async *readPages({ slice, window, state }: SliceContext<any, Partial<Visit>>) {
    const store = slice?.store ?? 'b';
    this.asked.push(`${store} ${window?.start ?? state.day ?? ''}`.trim());
    const due = days.filter((day) => day >= (window?.start ?? state.day ?? '') && day <= (window?.end ?? '9'));
    const isClosed = this.closed.includes(store);
    for (const day of due.filter((one) => !isClosed || one < this.closedFrom)) yield [{ store, day }];
    if (isClosed && (window?.end ?? '9') >= this.closedFrom) throw new SkippedPartition(`Store ${store} is closed`);
  }
}

const stores = new ListPartitions(['a', 'b', 'c'].map((store) => ({ store })));
const windows = new DatetimeWindows({ start: '2026-01-01', step: 'P7D', granularity: 'P1D', format: '%Y-%m-%d' });
const incremental = { cursorField: 'day', partitions: stores };

function read(
  stream: AnyStream,
  state?: StreamState,
  options: Partial<ReadAllOptions<object>> = {},
): Promise<ReadResult> {
  class TestSource extends Source {
    spec() {
      return { connectionSpecification: { type: 'object', properties: {} } };
    }

    streams() {
      return [stream];
    }
  }
  return readAll(new TestSource(), {
    config: {},
    catalog: configuredCatalog({ [stream.name]: stream.cursorField === undefined ? 'full_refresh' : 'incremental' }),
    clock: new TestClock(NOW),
    ...(state === undefined ? {} : { state: inputState({ [stream.name]: state }) }),
    ...options,
  });
}

const visits = (result: ReadResult): string[] => result.records<Visit>().map(({ store, day }) => `${store} ${day}`);
const allOf = (...names: string[]): string[] => names.flatMap((store) => days.map((day) => `${store} ${day}`));
const outcome = (result: ReadResult): unknown[] => [result.errors, result.statuses('visits').at(-1)];

describe('I1: a partition that is left out', () => {
  test.each([
    ['whole', incremental, 1],
    ['in windows', { ...incremental, windows }, 1],
    ['in windows, several at once', { ...incremental, windows }, 4],
    ['in a full refresh', { partitions: stores }, 1],
  ])('fails nobody, is said once, and the next read has all of it: read %s', async (_, members, concurrency) => {
    const stream = new Visits(members);
    const result = await read(stream, undefined, { concurrency });
    expect(outcome(result)).toEqual([[], 'COMPLETE']);
    expect(visits(result).toSorted()).toEqual(allOf('a', 'c'));
    expect(result.logs('WARN')).toEqual([
      expect.stringMatching(
        /^Stream "visits", slice {"store":"b"}.* is left out from here on, and tried again in the next read: Store b is closed$/,
      ),
    ]);
    const state = result.states('visits').at(-1)!;
    expect(JSON.stringify(state)).not.toContain('"b"');

    stream.closed = [];
    const next = await read(stream, state, { concurrency });
    expect(visits(next)).toEqual(expect.arrayContaining(allOf('b')));
  });

  test('is asked nothing more, for its other windows neither', async () => {
    const stream = new Visits({ ...incremental, windows });
    await read(stream);
    expect(stream.asked.filter((what) => what.startsWith('b'))).toEqual(['b 2026-01-01']);
  });

  test('keeps the state it had, and what was read of it before', async () => {
    const start = { states: ['a', 'b', 'c'].map((store) => ({ partition: { store }, cursor: { day: days[1] } })) };
    const result = await read(new Visits(incremental), { ...start, use_global_cursor: false });
    expect(result.states('visits').at(-1)).toMatchObject({
      states: ['a', 'b', 'c'].map((store) => ({
        partition: { store },
        cursor: { day: store === 'b' ? days[1] : days[4] },
      })),
    });

    const late = await read(new Visits({ ...incremental, recordOrder: 'ascending', closedFrom: days[2] }));
    expect(visits(late)).toEqual(expect.arrayContaining(['b 2026-01-01', 'b 2026-01-05']));
    expect(late.states('visits').at(-1)).toMatchObject({
      states: expect.arrayContaining([{ partition: { store: 'b' }, cursor: { day: days[1] } }]),
    });
  });

  test('what counts for all partitions does not move', async () => {
    const result = await read(new Visits(incremental));
    expect(result.states('visits').at(-1)).not.toHaveProperty('state');
    expect((await read(new Visits({ ...incremental, closed: [] }))).states('visits').at(-1)).toHaveProperty('state');
  });

  test('where one cursor counts for all, the state stays as it was', async () => {
    const startState = { state: { day: days[0] }, use_global_cursor: true };
    const { context } = testRun();
    const cursors = await cursorsOf(new Visits(incremental), { ...context, clock: new TestClock(NOW) });
    const elapsedSeconds = (): number => 0;
    const states = new PartitionStates({
      stream: 'visits',
      cursorField: 'day',
      cursors,
      startState,
      logger: context.logger,
      elapsedSeconds,
      maxPartitions: 1,
    });
    for (const store of ['a', 'c']) {
      const cursor = cursors.open(states.begin(store)!);
      cursor.open(undefined).observe({ store, day: days[4] });
      cursor.finish();
      states.set(store, { store }, cursor.state());
      states.end(cursor);
    }
    expect(states.finalState({})).toMatchObject({ state: { day: days[4] } });
    expect(states.finalStateWithGaps({})).toEqual(startState);
  });
});

describe('I8: a parent', () => {
  class Stores extends Visits {
    override readonly name = 'stores';
    override readonly recordOrder = 'ascending';
  }

  test('is not claimed beyond a child that is left out', async () => {
    const parent = new Stores({ cursorField: 'day', closed: [] });
    const partitions = new ParentPartitions({ stream: parent, incremental: true, key: ({ day }: Visit) => ({ day }) });
    class Children extends Visits {
      override async *readPages({ slice }: SliceContext<Visit>) {
        if (slice.day === days[2]) throw new SkippedPartition('Closed');
        yield [{ store: 'x', day: slice.day }];
      }
    }
    const result = await read(new Children({ cursorField: 'day', partitions }));
    expect([...outcome(result), visits(result).length]).toEqual([[], 'COMPLETE', 4]);
    expect(result.states('visits').at(-1)?.['parent_state']).toEqual({ stores: { day: days[1] } });
  });

  test('that is left out itself ends there, and is not claimed beyond what was read', async () => {
    const parent = new Stores({ cursorField: 'day', closedFrom: days[2] });
    const partitions = new ParentPartitions({ stream: parent, incremental: true, key: ({ day }: Visit) => ({ day }) });
    const result = await read(new Visits({ cursorField: 'day', partitions, closed: [] }));
    expect(outcome(result)).toEqual([[], 'COMPLETE']);
    expect(result.states('visits').at(-1)?.['parent_state']).toEqual({ stores: { day: days[1] } });
    expect(result.logs('WARN')).toEqual([
      'Stream "stores" is left out from here on, and tried again in the next read: Store b is closed',
    ]);
  });

  test.each<[string, StreamState]>([
    ['one that counts for all', { state: { day: days[0] }, use_global_cursor: true }],
    ['each of them', {}],
  ])(
    'I1: of which a partition is left out keeps the children from claiming what they never came to: %s',
    async (_, start) => {
      const parent = new Stores({ partitions: stores });
      const partitions = new ParentPartitions({ stream: parent, key: ({ store }: Visit) => ({ store }) });
      const child = new Visits({ cursorField: 'day', partitions, closed: [] });
      const state = (await read(child, start)).states('visits').at(-1)!;
      expect(state['state']).toEqual(start['state']);

      child.partitions = new ParentPartitions({
        stream: new Stores({ partitions: stores, closed: [] }),
        key: ({ store }: Visit) => ({ store }),
      });
      expect(visits(await read(child, state))).toEqual(expect.arrayContaining(allOf('b')));
    },
  );

  test('of which a partition is left out is claimed as far as it was read', async () => {
    const parent = new Stores(incremental);
    const partitions = new ParentPartitions({
      stream: parent,
      incremental: true,
      key: ({ store }: Visit) => ({ store }),
    });
    const result = await read(new Visits({ cursorField: 'day', partitions, closed: [] }));
    expect(result.states('visits').at(-1)?.['parent_state']).toEqual({
      stores: {
        states: ['a', 'c'].map((store) => ({ partition: { store }, cursor: { day: days[4] } })),
        use_global_cursor: false,
      },
    });
  });
});

describe('a stream without partitions', () => {
  test.each([
    ['unsorted', { day: days[0] }],
    ['ascending', { day: days[1] }],
  ])('ends after what came before, its state where it is safe: %s', async (recordOrder, state) => {
    const stream = new Visits({ cursorField: 'day', recordOrder, closedFrom: days[2] });
    const result = await read(stream, { day: days[0] });
    expect([...outcome(result), visits(result)]).toEqual([[], 'COMPLETE', ['b 2026-01-01', 'b 2026-01-05']]);
    expect(result.states('visits').at(-1)).toEqual(state);
  });

  test('in windows ends with the one that is left out', async () => {
    const stream = new Visits({ cursorField: 'day', windows, closedFrom: days[2] });
    const result = await read(stream);
    expect(stream.asked).toEqual(['b 2026-01-01', 'b 2026-01-08']);
    expect([...outcome(result), result.states('visits').at(-1)]).toEqual([[], 'COMPLETE', { day: '2026-01-08' }]);
    stream.closed = [];
    expect(visits(await read(stream, result.states('visits').at(-1)))).toEqual(allOf('b').slice(2));
  });

  test('goes on with the next of its own slices, and claims nothing that none of them covers', async () => {
    async function* streamSlices() {
      yield* ['a', 'b', 'c'].map((store) => ({ store }));
    }
    const result = await read(new Visits({ cursorField: 'day', streamSlices }), { day: days[0] });
    expect([...outcome(result), visits(result)]).toEqual([[], 'COMPLETE', allOf('a', 'c')]);
    expect(result.states('visits').at(-1)).toEqual({ day: days[0] });
  });

  test('ends with a slice of its own that the next ones would be claimed with', async () => {
    async function* streamSlices() {
      yield* ['b', 'c'].map((store) => ({ store }));
    }
    const stream = new Visits({ cursorField: 'day', streamSlices, recordOrder: 'ascending', closedFrom: days[2] });
    const result = await read(stream, { day: days[0] });
    expect([...outcome(result), result.states('visits').at(-1)]).toEqual([[], 'COMPLETE', { day: days[1] }]);
    expect(stream.asked).toEqual(['b 2026-01-01']);
  });

  test('of a full refresh starts over in the next read', async () => {
    const result = await read(new Visits({ closedFrom: days[2] }));
    expect(outcome(result)).toEqual([[], 'COMPLETE']);
    expect(visits(await read(new Visits({ closed: [] }), result.states('visits').at(-1)))).toEqual(allOf('b'));
  });
});

test('a check finds nothing wrong with a config because a partition is left out', async () => {
  await expect(readFirstRecord(new Visits(), testRun().context)).resolves.toBeUndefined();
});
