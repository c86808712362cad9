import { describe, expect, test } from 'vitest';
import { testRun } from '../../test/run-context.ts';
import type { JsonSchema } from '../protocol/json.ts';
import type { SliceContext, StreamContext } from './contexts.ts';
import { Stream } from './stream.ts';

interface Row {
  readonly id: number;
}

class Parent extends Stream<Row, any> {
  readonly name: string = 'parents';
  readonly primaryKey = 'id' as const;
  readonly contexts: SliceContext<any, any>[] = [];
  pages: Row[][] = [[{ id: 1 }, { id: 2 }], [], [{ id: 3 }]];

  getJsonSchema(): JsonSchema {
    return {};
  }

  async *readPages(context: SliceContext<any, any>): AsyncIterable<Iterable<Row>> {
    this.contexts.push(context);
    yield* this.pages;
  }
}

class Child extends Parent {
  override readonly name = 'children';
  override readonly parent: Stream<any, any, any>;

  constructor(parent: Stream<any, any, any>) {
    super();
    this.parent = parent;
  }
}

async function slicesOf(
  stream: Stream<any, any, any>,
  context: StreamContext<any> = testRun().context,
): Promise<unknown[]> {
  const slices: unknown[] = [];
  for await (const slice of stream.streamSlices(context)) slices.push(slice);
  return slices;
}

describe('I8: the slices of a stream', () => {
  test('without a parent there is one, which is undefined', async () => {
    expect(await slicesOf(new Parent())).toEqual([undefined]);
  });

  test('with a parent each of its records is one, in order, over all its pages', async () => {
    expect(await slicesOf(new Child(new Parent()))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test('a parent without records gives none', async () => {
    const parent = new Parent();
    parent.pages = [[]];
    expect(await slicesOf(new Child(parent))).toEqual([]);
  });

  test('a parent that is a child itself is read in its own slices', async () => {
    const middle = new Child(new Parent());
    middle.pages = [[{ id: 10 }]];
    expect(await slicesOf(new Child(middle))).toEqual([{ id: 10 }, { id: 10 }, { id: 10 }]);
    expect(middle.contexts.map(({ slice }) => slice)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test("the parent is read whole: the child's state and sync mode are not its own", async () => {
    const parent = new Parent();
    const { context } = testRun({ state: { updated_at: 'x' } });
    await slicesOf(new Child(parent), { ...context, syncMode: 'incremental' });
    expect(parent.contexts.map(({ syncMode, state, slice }) => ({ syncMode, state, slice }))).toEqual([
      { syncMode: 'full_refresh', state: {}, slice: undefined },
    ]);
    expect(parent.contexts[0]?.signal).toBe(context.signal);
    expect(parent.contexts[0]?.addSecret).toBe(context.addSecret);
  });

  test('a parent page is asked for only when the slices of the page before are taken', async () => {
    const parent = new Parent();
    let pages = 0;
    parent.readPages = async function* readPages() {
      for (;;) {
        pages++;
        yield [{ id: pages }];
      }
    };
    const slices = new Child(parent).streamSlices(testRun().context)[Symbol.asyncIterator]();
    expect([(await slices.next()).value, pages]).toEqual([{ id: 1 }, 1]);
    expect([(await slices.next()).value, pages]).toEqual([{ id: 2 }, 2]);
    await slices.return?.();
  });

  test('what the parent throws is thrown on', async () => {
    const parent = new Parent();
    parent.readPages = async function* readPages() {
      yield [{ id: 1 }];
      throw new Error('parent failed');
    };
    await expect(slicesOf(new Child(parent))).rejects.toThrow('parent failed');
  });
});
