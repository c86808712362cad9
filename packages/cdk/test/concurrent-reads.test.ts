// Reads of many slices at once, over a virtual clock, which fails a test in which nothing can go on any more.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { configProblems } from '../src/source/config-problems.ts';
import { Source } from '../src/source/source.ts';
import type { SliceContext } from '../src/streams/contexts.ts';
import { type Partitions, type PartitionsContext, Stream } from '../src/streams/stream.ts';
import { configuredCatalog, readAll, type ReadAllOptions, type ReadResult } from '../src/testing/index.ts';
import { VirtualClock } from './virtual-clock.ts';

interface Part {
  readonly part: number;
}

interface PartsOptions {
  readonly partitions: number;
  /** The time it takes to find one more. @default 0 */
  readonly findMs?: number;
  /** The time that its one page takes. @default 1 */
  readonly pageMs?: number;
  readonly cursorField?: 'part';
  readonly exclusiveGroup?: string;
}

/** A record for each partition. */
class Parts extends Stream<Part, Part> {
  readonly name: string;
  readonly primaryKey = 'part';
  declare readonly cursorField?: 'part';
  declare readonly exclusiveGroup?: string;
  override readonly partitions: Partitions<Part>;
  readonly #pageMs: number;
  found = 0;
  read = 0;

  constructor(name: string, { partitions, findMs = 0, pageMs = 1, ...members }: PartsOptions) {
    super();
    this.name = name;
    this.#pageMs = pageMs;
    this.partitions = { partitions: (context) => this.#find(context, partitions, findMs) };
    Object.assign(this, members);
  }

  getJsonSchema() {
    return { type: 'object', properties: { part: { type: 'integer' } } };
  }

  async *readPages({ slice, clock, signal, logger }: SliceContext<Part, Partial<Part>>) {
    await clock.sleep(this.#pageMs, signal);
    logger.info(`Part ${slice.part}`);
    this.read++;
    yield [{ part: slice.part }];
  }

  async *#find({ clock, signal }: PartitionsContext, count: number, ms: number) {
    while (this.found < count) {
      if (ms > 0) await clock.sleep(ms, signal);
      const part = ++this.found;
      yield { slice: { part }, key: { part } };
    }
  }
}

interface ReadPartsOptions extends Partial<ReadAllOptions<object>> {
  readonly clock?: VirtualClock;
}

function readParts(streams: readonly Parts[], options: ReadPartsOptions): Promise<ReadResult> {
  class PartsSource extends Source {
    spec() {
      return { connectionSpecification: { type: 'object' } };
    }
    streams() {
      return streams;
    }
  }
  const { clock = new VirtualClock() } = options;
  const modes = streams.map(({ name, cursorField }) => [name, cursorField ? 'incremental' : 'full_refresh']);
  const catalog = configuredCatalog(Object.fromEntries(modes));
  return clock.run(readAll(new PartsSource(), { config: {}, catalog, validateRecords: false, ...options, clock }));
}

// Loaded in real time, which the clock does not know.
beforeAll(() => configProblems({ type: 'object' }, {}));

describe('I7: a read that waits for nobody', () => {
  test.each([1, 2, 4])(
    'airbyte#34454: with %i at once, none of 3000 partitions is looked for before there is a place for it',
    async (concurrency) => {
      const parts = new Parts('parts', { partitions: 3000 });
      let mostAhead = 0;
      const result = await readParts([parts], {
        concurrency,
        onMessage: () => void (mostAhead = Math.max(mostAhead, parts.found - parts.read)),
      });
      expect(result.succeeded).toBe(true);
      expect(result.records('parts')).toHaveLength(3000);
      expect(mostAhead).toBeLessThanOrEqual(concurrency);
    },
  );

  test.each([1, 2, 3])(
    'airbyte-python-cdk#1015, airbyte#77835: with %i at once, streams that end in the same moment, and look long for their partitions, are all read',
    async (concurrency) => {
      const streams = Array.from(
        { length: 12 },
        (_, index) =>
          new Parts(`parts${index}`, {
            partitions: 3,
            findMs: 10_000,
            pageMs: 10_000,
            ...(index % 3 === 0 && { exclusiveGroup: 'ledger' }),
          }),
      );
      const result = await readParts(streams, { concurrency });
      expect(result.succeeded).toBe(true);
      expect(streams.map(({ read }) => read)).toEqual(streams.map(() => 3));
    },
  );

  test('airbyte-python-cdk#977: records, states and logs while nobody takes them hold back the pages, and then all go out', async () => {
    const streams = ['a', 'b', 'c'].map((name) => new Parts(name, { partitions: 40, cursorField: 'part' }));
    const clock = new VirtualClock();
    let taken = 0;
    let mostAhead = 0;
    const result = await readParts(streams, {
      clock,
      concurrency: 4,
      async onMessage(message) {
        await clock.sleep(60_000);
        if (message.type === 'RECORD') taken++;
        mostAhead = Math.max(mostAhead, streams.reduce((sum, { read }) => sum + read, 0) - taken);
      },
    });
    expect(result.succeeded).toBe(true);
    expect(result.records()).toHaveLength(120);
    expect(result.logs('INFO').filter((text) => text.startsWith('Part '))).toHaveLength(120);
    expect(mostAhead).toBeLessThanOrEqual(4);
  });
});

describe('I7: memory', () => {
  test.each([['full refresh'], ['incremental']])(
    'airbyte-python-cdk#568: what a partition held is free when it has been read, in %s',
    async (mode) => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const slices: WeakRef<object>[] = [];
      const contexts: WeakRef<object>[] = [];
      let held: number[] = [];
      class Watched extends Parts {
        override async *readPages(context: SliceContext<Part, Partial<Part>>) {
          slices.push(new WeakRef(context.slice));
          contexts.push(new WeakRef(context));
          yield* super.readPages(context);
          if (this.read !== 1000) return;
          collectGarbage();
          held = [slices, contexts].map((refs) => refs.filter((ref) => ref.deref() !== undefined).length);
        }
      }
      const options = mode === 'incremental' ? { cursorField: 'part' as const } : {};
      await readParts([new Watched('parts', { partitions: 1000, ...options })], { concurrency: 4 });
      expect(Math.min(...held)).toBeGreaterThan(0);
      expect(Math.max(...held)).toBeLessThan(20);
    },
  );
});
