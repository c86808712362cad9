import { describe, expect, test } from 'vitest';
import { testRun } from '../../../test/run-context.ts';
import type { JsonSchema } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { SliceContext } from '../../streams/contexts.ts';
import { cursorsOf } from '../../streams/cursors/cursors-of.ts';
import { ParentPartitions } from '../../streams/partitions/parent-partitions.ts';
import { Stream } from '../../streams/stream.ts';
import { openProgress } from './open-progress.ts';
import { PartitionStates } from './partition-states.ts';
import { PartitionedProgress } from './partitioned-progress.ts';
import { sliceContextOf } from './slice-context.ts';

const SHOPS = 7;
/** From the fifth on, one cursor counts for all. */
const MAX_PARTITIONS = 4;
const PAGE_MS = 10_000;
const HOURS_BETWEEN_READS = 5 * 60 * 60 * 1000;

type Kind = keyof typeof KINDS;

/** What stands in the cursor field of an item: that of a moment, or its number. */
const KINDS = {
  'a datetime': { field: { type: 'string', format: 'date-time' }, valueOf: (ms: number) => isoOf(ms) },
  'a datetime as text': { field: { type: 'string' }, valueOf: (ms: number) => isoOf(ms) },
  'epoch seconds': { field: { type: 'integer' }, valueOf: (ms: number) => Math.floor(ms / 1000) },
  'a counter': { field: { type: 'integer' }, valueOf: (_ms: number, nth: number) => nth },
} satisfies Record<string, { field: JsonSchema; valueOf: (ms: number, nth: number) => string | number }>;

const isoOf = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

interface Item {
  readonly id: number;
  readonly shop: number;
  readonly at: string | number;
}

/** Shops in pages of two, which can be gone on from. */
class Shops extends Stream<{ id: number }> {
  readonly name = 'shops';
  readonly primaryKey = 'id';
  override readonly resumable = true;

  getJsonSchema() {
    return {};
  }

  async *readPages({ resumeFrom = 1, checkpoint }: SliceContext) {
    for (let id = Number(resumeFrom); id <= SHOPS; id += 2) {
      checkpoint?.(id + 2 <= SHOPS ? id + 2 : undefined);
      yield [{ id }, { id: id + 1 }].filter((shop) => shop.id <= SHOPS);
    }
  }
}

/** The items of shops where something is sold all the time: while each page is under way, one item in every shop. */
class Items extends Stream<Item, { id: number }> {
  readonly name = 'items';
  readonly primaryKey = 'id';
  override readonly cursorField = 'at';
  override readonly partitions = new ParentPartitions({ stream: new Shops() });
  readonly run = testRun();
  readonly items: Item[] = [];
  readonly #kind: Kind;

  constructor(kind: Kind) {
    super();
    this.#kind = kind;
    this.sell();
  }

  getJsonSchema() {
    return { properties: { at: KINDS[this.#kind].field } };
  }

  async *readPages({ slice, state }: SliceContext<{ id: number }, Partial<Item>>) {
    const { at } = state;
    yield this.items.filter((item) => item.shop === slice.id && (at === undefined || item.at >= at));
    await this.run.clock.sleep(PAGE_MS);
    this.sell();
  }

  sell(): void {
    const { valueOf } = KINDS[this.#kind];
    for (let shop = 1; shop <= SHOPS; shop++) {
      const id = this.items.length + 1;
      this.items.push({ id, shop, at: valueOf(this.run.clock.now(), id) });
    }
  }
}

/** Reads up to a number of pages, and gives the last state that goes out: a kill. */
async function read(items: Items, state: StreamState, seen: Set<number>, pages = Infinity): Promise<StreamState> {
  const { context } = items.run;
  const { clock } = context;
  await clock.sleep(HOURS_BETWEEN_READS);
  const cursors = await cursorsOf(items, context);
  const startedAt = clock.now();
  const progress = new PartitionedProgress({
    isResumable: true,
    partitions: items.partitions,
    cursors,
    states: new PartitionStates({
      stream: 'items',
      cursorField: 'at',
      cursors,
      startState: state,
      logger: context.logger,
      elapsedSeconds: () => (clock.now() - startedAt) / 1000,
      maxPartitions: MAX_PARTITIONS,
    }),
    openProgress: (parent, parentState) => openProgress(parent, parentState, context),
  });
  let last = state;
  for await (const due of { [Symbol.asyncIterator]: () => progress.slices(context) }) {
    for await (const page of items.readPages(sliceContextOf(context, due))) {
      if (pages-- === 0) return last;
      for (const record of page) {
        seen.add(record.id);
        due.progress.observe(record);
      }
      due.endPage();
      last = progress.newState() ?? last;
    }
    due.end();
    last = progress.newState() ?? last;
  }
  return progress.finalState();
}

describe.each(Object.keys(KINDS) as Kind[])('I10, with %s, and more partitions than a state names', (kind) => {
  test('nothing is lost wherever two reads are killed, though everything changes all the time', async () => {
    for (let first = 0; first <= SHOPS; first++) {
      for (let second = 0; second <= SHOPS; second++) {
        const items = new Items(kind);
        const seen = new Set<number>();
        let state: StreamState = {};
        for (const pages of [first, second, Infinity]) state = await read(items, state, seen, pages);
        const sold = items.items.length;
        await read(items, state, seen);
        const missing = items.items.slice(0, sold).filter(({ id }) => !seen.has(id));
        expect({ first, second, missing }).toEqual({ first, second, missing: [] });
      }
    }
  });

  test('a further read asks for what is new only', async () => {
    const items = new Items(kind);
    let state: StreamState = {};
    for (const pages of [5, Infinity, Infinity]) state = await read(items, state, new Set(), pages);
    const seen = new Set<number>();
    const sold = items.items.length;
    await read(items, state, seen);
    // Those of the read before, and those of this one.
    expect([...seen].filter((id) => id <= sold - SHOPS * (SHOPS + 1))).toEqual([]);
    expect(state['use_global_cursor']).toBe(kind !== 'a counter');
  });
});

test('I3: a counter cannot count for all partitions, which is said once', async () => {
  const items = new Items('a counter');
  const state = await read(items, {}, new Set());
  expect(state).toMatchObject({ use_global_cursor: false, states: Array.from({ length: SHOPS }, () => ({})) });
  expect(items.run.logs).toEqual([
    'warn: Stream "items" has more than 4 partitions, and its cursor field "at" holds no time, but 33: no value of it can count for all, so the state goes on naming each of them',
  ]);
});
