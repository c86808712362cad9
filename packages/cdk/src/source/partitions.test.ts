import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { Stream, type Partitions } from '../streams/stream.ts';
import type { SliceContext } from '../streams/contexts.ts';
import type { StreamState } from '../protocol/state.ts';
import { ListPartitions } from '../streams/partitions/list-partitions.ts';
import { ParentPartitions } from '../streams/partitions/parent-partitions.ts';
import { ProductPartitions } from '../streams/partitions/product-partitions.ts';
import { configuredCatalog, inputState, readAll, type ReadAllOptions, TestClock } from '../testing/index.ts';
import { Source } from './source.ts';

interface Shop {
  readonly id: number;
  readonly updated_at: string;
}

interface Item {
  readonly id: string;
  readonly at: string;
}

const day = (number: number): string => `2025-01-${String(number).padStart(2, '0')}T00:00:00Z`;

/** Shops on pages of two; goes on from a page. */
class Shops extends Stream<Shop> {
  readonly name: string = 'shops';
  readonly primaryKey = 'id';
  override readonly resumable: boolean = true;
  declare readonly cursorField?: 'updated_at';
  override readonly recordOrder = 'ascending';
  /** The page of each request. */
  readonly asked: unknown[] = [];
  shops: readonly Shop[] = [1, 2, 3, 4, 5].map((id) => ({ id, updated_at: day(id) }));

  getJsonSchema() {
    return {
      type: 'object',
      properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } },
    };
  }

  async *readPages({ state, resumeFrom = 0, checkpoint }: SliceContext<undefined, Partial<Shop>>) {
    const due = this.shops.filter((shop) => shop.updated_at >= (state.updated_at ?? ''));
    for (let page = Number(resumeFrom); page * 2 < due.length; page++) {
      this.asked.push(page);
      checkpoint?.((page + 1) * 2 < due.length ? page + 1 : undefined);
      yield due.slice(page * 2, page * 2 + 2);
    }
  }
}

class IncrementalShops extends Shops {
  override readonly cursorField = 'updated_at';
}

/** Two items a shop, each on a page of its own; a shop of `failing` breaks off after its first page. */
class Items extends Stream<Item, any> {
  readonly name: string = 'items';
  readonly primaryKey = 'id';
  declare readonly cursorField?: 'at';
  override readonly partitions: Partitions<any>;
  override readonly resumable: boolean = true;
  override readonly recordOrder = 'ascending';
  readonly contexts: SliceContext<any, any>[] = [];
  readonly failing = new Set<number>();

  constructor(partitions: Partitions<any>, options: { cursorField?: 'at' } = {}) {
    super();
    this.partitions = partitions;
    Object.assign(this, options);
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'string' }, at: { type: 'string', format: 'date-time' } } };
  }

  async *readPages(context: SliceContext<any, Partial<Item>>) {
    this.contexts.push(context);
    const { slice, state, resumeFrom = 1, checkpoint } = context;
    const id = Array.isArray(slice) ? slice.map((part) => Object.values(part)[0]).join('-') : slice.id;
    for (let nth = Number(resumeFrom); nth <= 2; nth++) {
      const item = { id: `${id}/${nth}`, at: day(nth) };
      if (nth === 2 && this.failing.has(slice.id)) throw new Error(`shop ${id} is closed`);
      if (item.at < (state.at ?? '')) continue;
      checkpoint?.(nth === 2 ? undefined : nth + 1);
      yield [item];
    }
  }
}

class TestSource extends Source {
  readonly #streams: Stream<any, any, any>[];

  constructor(...streams: Stream<any, any, any>[]) {
    super();
    this.#streams = streams;
  }

  spec() {
    return { connectionSpecification: { type: 'object', properties: {} } };
  }

  streams() {
    return this.#streams;
  }
}

function readItems(items: Items, state?: StreamState, options: Partial<ReadAllOptions<object>> = {}) {
  return readAll(new TestSource(items), {
    config: {},
    catalog: configuredCatalog({ items: items.cursorField === undefined ? 'full_refresh' : 'incremental' }),
    clock: new TestClock(),
    ...(state === undefined ? {} : { state: inputState({ items: state }) }),
    ...options,
  });
}

const ids = (result: Awaited<ReturnType<typeof readItems>>) => result.records<Item>('items').map(({ id }) => id);
const everyItem = [1, 2, 3, 4, 5].flatMap((shop) => [`${shop}/1`, `${shop}/2`]);
const COMPLETE = { __ab_full_refresh_sync_complete: true };
const shop = (id: number) => ({ partition: { id }, cursor: COMPLETE });

describe('I8: partitions of a parent', () => {
  test('each record of the parent is a partition, over all its pages; the parent prints nothing', async () => {
    const shops = new Shops();
    const items = new Items(new ParentPartitions({ stream: shops }));
    const result = await readItems(items);
    expect(ids(result)).toEqual(everyItem);
    expect(result.records('shops')).toEqual([]);
    expect(shops.asked).toEqual([0, 1, 2]);
    expect(items.contexts.map(({ slice }) => slice)).toEqual(shops.shops);
  });

  test('the parent is read by full refresh from its start, whatever the child is asked for', async () => {
    class Watched extends Shops {
      readonly contexts: SliceContext<any, any>[] = [];
      override readPages(context: SliceContext<any, any>) {
        this.contexts.push(context);
        return super.readPages(context);
      }
    }
    const shops = new Watched();
    const items = new Items(new ParentPartitions({ stream: shops }), { cursorField: 'at' });
    await readItems(items, { at: day(1) });
    expect(shops.contexts.map(({ syncMode, state, slice }) => ({ syncMode, state, slice }))).toEqual([
      { syncMode: 'full_refresh', state: {}, slice: undefined },
    ]);
  });

  test('a parent that is a child itself is read in its own partitions', async () => {
    const middle = new Items(new ParentPartitions({ stream: new Shops() }));
    class Grandchildren extends Items {
      override readonly name = 'grandchildren';
    }
    const result = await readAll(new TestSource(new Grandchildren(new ParentPartitions({ stream: middle }))), {
      config: {},
      catalog: configuredCatalog({ grandchildren: 'full_refresh' }),
    });
    expect(result.records<Item>('grandchildren').map(({ id }) => id)).toEqual(
      everyItem.flatMap((id) => [`${id}/1`, `${id}/2`]),
    );
  });

  test('`where` leaves parents out, and a parent without records gives none', async () => {
    const some = new Items(new ParentPartitions({ stream: new Shops(), where: ({ id }) => id % 2 === 0 }));
    expect(ids(await readItems(some))).toEqual(['2/1', '2/2', '4/1', '4/2']);
    const shops = new Shops();
    shops.shops = [];
    const none = await readItems(new Items(new ParentPartitions({ stream: shops })));
    expect([none.records(), none.statuses('items')]).toEqual([[], ['STARTED', 'RUNNING', 'COMPLETE']]);
  });

  test('several parents are visited one after another, and records of the same key stay apart', async () => {
    class Outlets extends Shops {
      override readonly name = 'outlets';
    }
    const items = new Items(new ParentPartitions({ stream: new Shops() }, { stream: new Outlets() }));
    items.failing.add(99);
    const result = await readItems(items);
    expect(ids(result)).toEqual([...everyItem, ...everyItem]);
  });

  test('I8: parents of one name in two namespaces are two, each with records, and a state, of its own', async () => {
    class Regional extends IncrementalShops {
      override readonly namespace: string;
      constructor(namespace: string, days: readonly number[]) {
        super();
        this.namespace = namespace;
        this.shops = days.map((id) => ({ id, updated_at: day(id) }));
      }
    }
    const eu = new Regional('eu', [1, 2]);
    const us = new Regional('us', [1, 2, 3]);
    const partitions = new ParentPartitions({ stream: eu, incremental: true }, { stream: us, incremental: true });
    const first = await readItems(new Items(partitions, { cursorField: 'at' }));
    expect(ids(first)).toEqual([1, 2, 1, 2, 3].flatMap((id) => [`${id}/1`, `${id}/2`]));
    const state = first.states('items').at(-1)!;
    expect(state['states']).toMatchObject([
      { partition: { parent: 'eu.shops', id: 1 } },
      { partition: { parent: 'eu.shops', id: 2 } },
      { partition: { parent: 'us.shops', id: 1 } },
      { partition: { parent: 'us.shops', id: 2 } },
      { partition: { parent: 'us.shops', id: 3 } },
    ]);
    expect(state['parent_state']).toEqual({ 'eu.shops': { updated_at: day(2) }, 'us.shops': { updated_at: day(3) } });

    const again = new Items(partitions, { cursorField: 'at' });
    await readItems(again, state);
    expect(again.contexts.map(({ slice }) => slice.id)).toEqual([2, 3]);
  });

  test('I8: two parents of one name are an error: one state would stand for both', async () => {
    const twice = () => new ParentPartitions({ stream: new Shops() }, { stream: new Shops() });
    expect(thrownBy(twice).message).toBe(
      'ParentPartitions has two parents named "shops", whose records and states would be taken for each other: give one another name',
    );
    const pairs = new ProductPartitions(
      new ParentPartitions({ stream: new Shops() }),
      new ParentPartitions({ stream: new Shops(), key: ({ id }) => ({ other: id }) }),
    );
    expect((await readItems(new Items(pairs))).errors[0]?.message).toBe(
      'Stream "items" reads two parents named "shops", whose states would be taken for each other: give one another name',
    );
  });

  test('what the parent throws is an error of the child', async () => {
    class Broken extends Shops {
      override async *readPages(): AsyncGenerator<Shop[]> {
        yield [{ id: 1, updated_at: day(1) }];
        throw new Error('the parent failed');
      }
    }
    const result = await readItems(new Items(new ParentPartitions({ stream: new Broken() })));
    expect(ids(result)).toEqual(['1/1', '1/2']);
    expect(result.errors[0]?.message).toContain('the parent failed');
    expect(result.statuses('items')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
  });

  test('a page of parents is asked for only when the children of the page before are under way', async () => {
    const shops = new Shops();
    const items = new Items(new ParentPartitions({ stream: shops }));
    const asked: [unknown, number][] = [];
    await readItems(items, undefined, {
      onMessage(message) {
        if (message.type === 'RECORD') asked.push([message.record.data['id'], shops.asked.length]);
      },
    });
    expect(asked.slice(0, 6)).toEqual([
      ['1/1', 1],
      ['1/2', 1],
      ['2/1', 1],
      ['2/2', 1],
      ['3/1', 2],
      ['3/2', 2],
    ]);
  });

  test('a stream that says twice which parts it is read in is an error', async () => {
    class Both extends Items {
      override async *streamSlices() {}
    }
    const result = await readItems(new Both(new ListPartitions([{ id: 1 }])));
    expect(result.errors[0]?.message).toBe(
      'Stream "items" says in two ways which parts it is read in: keep its own streamSlices, or parent, or partitions. ' +
        'To leave out parents, use partitions = new ParentPartitions({ stream, where })',
    );
  });
});

describe('I3: a cursor for each partition', () => {
  const list = () => new Items(new ListPartitions([{ id: 1 }, { id: 2 }]), { cursorField: 'at' });

  test('dlt#2429: each starts from its own state, and one that is new from its start', async () => {
    const items = new Items(new ListPartitions([{ id: 1 }, { id: 2 }, { id: 3 }]), { cursorField: 'at' });
    const state = {
      states: [
        { partition: { id: 1 }, cursor: { at: day(2) } },
        { partition: { id: 2 }, cursor: { at: day(1) } },
      ],
      state: { at: day(2) },
      use_global_cursor: false,
    };
    const result = await readItems(items, state);
    expect(items.contexts.map((context) => context.state)).toEqual([{ at: day(2) }, { at: day(1) }, {}]);
    expect(ids(result)).toEqual(['1/2', '2/1', '2/2', '3/1', '3/2']);
  });

  test('I4: the state names each partition, those too that are not there any more', async () => {
    const gone = { partition: { id: 9 }, cursor: { at: day(1) } };
    const result = await readItems(list(), { states: [gone], use_global_cursor: false });
    expect(result.states('items').at(-1)).toEqual({
      use_global_cursor: false,
      states: [
        gone,
        { partition: { id: 1 }, cursor: { at: day(2) } },
        { partition: { id: 2 }, cursor: { at: day(2) } },
      ],
      state: { at: day(2) },
      lookback_window: 0,
    });
  });

  test('airbyte#37406, I1: what a failed partition would cover is never claimed', async () => {
    const items = list();
    items.failing.add(1);
    const result = await readItems(items, undefined, { concurrency: 2 });
    expect(result.states('items').at(-1)).toMatchObject({
      states: expect.arrayContaining([{ partition: { id: 1 }, cursor: { at: day(1) } }]),
    });
    expect(result.states('items').at(-1)).not.toHaveProperty('state');
    expect(result.statuses('items').at(-1)).toBe('INCOMPLETE');
  });

  test('airbyte-python-cdk#177, I2: a state goes out although no partition has a record, or there is none', async () => {
    const start = { states: [1, 2].map((id) => ({ partition: { id }, cursor: { at: day(9) } })) };
    for (const partitions of [[{ id: 1 }, { id: 2 }], []]) {
      const items = new Items(new ListPartitions(partitions), { cursorField: 'at' });
      const result = await readItems(items, { ...start, use_global_cursor: false });
      expect([result.records(), result.states('items').length]).toEqual([[], 1]);
      expect(result.states('items')[0]).toMatchObject(start);
    }
  });

  test('airbyte#52132: each read starts where the one before ended, and the state moves with each', async () => {
    class Growing extends Items {
      days = 0;
      override async *readPages({ slice, state }: SliceContext<any, Partial<Item>>) {
        const all = Array.from({ length: this.days }, (_, nth) => ({ id: `${slice.id}/${nth + 1}`, at: day(nth + 1) }));
        yield all.filter((item) => item.at >= (state.at ?? ''));
      }
    }
    const items = new Growing(new ListPartitions([{ id: 1 }, { id: 2 }]), { cursorField: 'at' });
    let state: StreamState | undefined;
    const counts: number[] = [];
    for (items.days = 2; items.days <= 8; items.days += 2) {
      const result = await readItems(items, state, { concurrency: 2 });
      state = result.states('items').at(-1)!;
      counts.push(result.records().length);
      const cursor = { at: day(items.days) };
      expect(state).toMatchObject({ states: [1, 2].map((id) => ({ partition: { id }, cursor })), state: cursor });
    }
    expect(counts).toEqual([4, 6, 6, 6]);
  });

  test('a plain cursor state, of a stream that had no partitions, is where each starts', async () => {
    const items = list();
    await readItems(items, { at: day(2) });
    expect(items.contexts.map(({ state }) => state)).toEqual([{ at: day(2) }, { at: day(2) }]);
  });

  test('a partition that comes twice is read once', async () => {
    const items = new Items(new ListPartitions([{ id: 1 }, { id: 1 }]), { cursorField: 'at' });
    expect(ids(await readItems(items))).toEqual(['1/1', '1/2']);
  });

  test('a product reads every combination', async () => {
    const both = new ProductPartitions(
      new ParentPartitions({ stream: new Shops() }),
      new ListPartitions([{ kind: 'a' }, { kind: 'b' }]),
    );
    const items = new Items(both);
    const combinations = [1, 2, 3, 4, 5].flatMap((id) => [`${id}-a`, `${id}-b`]);
    expect(ids(await readItems(items))).toEqual(combinations.flatMap((id) => [`${id}/1`, `${id}/2`]));
  });

  test('I8: a product with an incremental parent is an error: a new one would miss those that did not change', () => {
    const shops = new ParentPartitions({ stream: new IncrementalShops(), incremental: true });
    const kinds = new ListPartitions([{ kind: 'a' }]);
    const message =
      'ProductPartitions cannot have incremental parents: a new one would be combined only with those that changed. ' +
      'Leave `incremental` out, so that all are visited in each read';
    expect(thrownBy(() => new ProductPartitions(shops, kinds)).message).toBe(message);
    expect(thrownBy(() => new ProductPartitions(kinds, shops)).message).toBe(message);
  });

  test('a product of two that are told apart by the same field is an error', async () => {
    const both = new ProductPartitions(new ListPartitions([{ id: 1 }]), new ListPartitions([{ id: 2 }]));
    expect((await readItems(new Items(both))).errors[0]?.message).toBe(
      'Both sides of ProductPartitions tell their partitions apart by "id": give one of them another key, else partitions are taken for each other',
    );
  });
});

describe('I8: an incremental parent', () => {
  const partitions = (shops: Shops) => new ParentPartitions({ stream: shops, incremental: true });

  test('visits only the parents that changed, and its state moves with their children', async () => {
    const first = await readItems(new Items(partitions(new IncrementalShops()), { cursorField: 'at' }));
    const state = first.states('items').at(-1)!;
    expect(state['parent_state']).toEqual({ shops: { updated_at: day(5) } });

    const again = new Items(partitions(new IncrementalShops()), { cursorField: 'at' });
    await readItems(again, state);
    expect(again.contexts.map(({ slice }) => slice.id)).toEqual([5]);
  });

  test('of a child that keeps no state is an error: all its parents would be visited in each read', async () => {
    const result = await readItems(new Items(partitions(new IncrementalShops())));
    expect(result.errors[0]?.message).toBe(
      'Stream "items" reads its parent "shops" incrementally, but has no cursorField, so it has no state to keep the parent\'s in',
    );
  });

  test('I8: the parent is not claimed beyond a child that failed', async () => {
    const items = new Items(partitions(new IncrementalShops()), { cursorField: 'at' });
    items.failing.add(3);
    const result = await readItems(items);
    expect(result.states('items').at(-1)?.['parent_state']).toEqual({ shops: { updated_at: day(2) } });
  });
});

describe('I6: a full refresh that broke off', () => {
  test('goes on with the partition and the page where it was', async () => {
    const items = new Items(new ListPartitions([{ id: 1 }, { id: 2 }, { id: 3 }]));
    items.failing.add(2);
    const first = await readItems(items);
    const state = first.states('items').at(-1)!;
    expect(state).toEqual({ states: [shop(1), { partition: { id: 2 }, cursor: { next_page_token: 2 } }] });

    const next = await readItems(new Items(new ListPartitions([{ id: 1 }, { id: 2 }, { id: 3 }])), state);
    expect(ids(next)).toEqual(['2/2', '3/1', '3/2']);
    expect(next.states('items').at(-1)).toEqual({ __ab_no_cursor_state_message: true });
  });

  test('does not ask again for parents whose children are read, and names only those since', async () => {
    const items = new Items(new ParentPartitions({ stream: new Shops() }));
    items.failing.add(4);
    const state = (await readItems(items)).states('items').at(-1)!;
    expect(state).toEqual({
      states: [shop(3), { partition: { id: 4 }, cursor: { next_page_token: 2 } }],
      parent_position: { shops: { next_page_token: 1 } },
    });

    const shops = new Shops();
    const next = await readItems(new Items(new ParentPartitions({ stream: shops })), state);
    expect(shops.asked).toEqual([1, 2]);
    expect(ids(next)).toEqual(['4/2', '5/1', '5/2']);
  });

  test('of one list goes on with the page; the one after a complete read starts over', async () => {
    class Failing extends Shops {
      override async *readPages(context: SliceContext<any, any>) {
        for await (const page of super.readPages(context)) {
          yield page;
          if (this.asked.length === 2) throw new Error('the line went dead');
        }
      }
    }
    const read = (stream: Shops, state: StreamState) =>
      readAll(new TestSource(stream), {
        config: {},
        catalog: configuredCatalog({ shops: 'full_refresh' }),
        state: inputState({ shops: state }),
      });
    const first = await read(new Failing(), {});
    expect(first.states('shops').at(-1)).toEqual({ next_page_token: 2 });
    const rest = new Shops();
    const second = await read(rest, first.states('shops').at(-1)!);
    expect(rest.asked).toEqual([2]);
    const third = new Shops();
    await read(third, second.states('shops').at(-1)!);
    expect(third.asked).toEqual([0, 1, 2]);
  });

  test('I1, I6: a page that cannot be written whole is not claimed', async () => {
    class Circular extends Shops {
      override async *readPages({ checkpoint }: SliceContext<any, any>) {
        const circular: Record<string, unknown> = { id: 2 };
        circular['self'] = circular;
        checkpoint?.('page 2');
        yield [this.shops[0]!, circular as unknown as Shop];
      }
    }
    const result = await readAll(new TestSource(new Circular()), {
      config: {},
      catalog: configuredCatalog({ shops: 'full_refresh' }),
    });
    expect(result.records('shops')).toHaveLength(1);
    expect(result.states('shops')).toEqual([]);
  });

  test('with `resumable: false` starts over, but for the partitions that are read', async () => {
    class Unsteady extends Items {
      override readonly resumable = false;
    }
    const list = () => new Unsteady(new ListPartitions([{ id: 1 }, { id: 2 }]));
    const items = list();
    items.failing.add(2);
    const state = (await readItems(items)).states('items').at(-1)!;
    expect(state).toEqual({ states: [shop(1)] });
    expect(ids(await readItems(list(), state))).toEqual(['2/1', '2/2']);
  });

  test('P12: a page token that holds a secret is not kept', async () => {
    class Signed extends Shops {
      override async *readPages({ checkpoint, addSecret }: SliceContext<any, any>) {
        addSecret('s3cr3t-signature');
        checkpoint?.('https://files.example.com/2?signature=s3cr3t-signature');
        yield [this.shops[0]!];
        throw new Error('the line went dead');
      }
    }
    const result = await readAll(new TestSource(new Signed()), {
      config: {},
      catalog: configuredCatalog({ shops: 'full_refresh' }),
    });
    expect(result.states('shops')).toEqual([]);
  });
});
