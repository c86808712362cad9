import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { AirbyteMessage } from '../src/protocol/messages.ts';
import type { InputState } from '../src/protocol/state.ts';
import { configProblems } from '../src/source/config-problems.ts';
import { Source } from '../src/source/source.ts';
import type { SliceContext } from '../src/streams/contexts.ts';
import { ListPartitions } from '../src/streams/partitions/list-partitions.ts';
import { ParentPartitions } from '../src/streams/partitions/parent-partitions.ts';
import { type Partitions, Stream } from '../src/streams/stream.ts';
import { configuredCatalog, readAll } from '../src/testing/index.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What may happen to a read. */
interface Weather {
  /** Milliseconds that each page takes, one after another. */
  readonly pageMs: readonly number[];
  /** Milliseconds for which the reader of stdout makes each page wait. */
  readonly readerMs: readonly number[];
  /** Pages that fail, counted over all streams. */
  readonly failures: readonly number[];
  /** When the run is stopped; undefined when it is not. */
  readonly stopMs: number | undefined;
  readonly concurrency: number;
  /** After how many of its messages the process is killed, as a share. */
  readonly killed: number;
}

interface Shape {
  readonly kind: 'list' | 'parent' | 'single';
  readonly isIncremental: boolean;
  readonly group: string | undefined;
  /** Records of each partition. */
  readonly sizes: readonly number[];
}

interface Row {
  readonly id: string;
  readonly at: number;
}

const PAGE_SIZE = 2;

class Rows extends Stream<Row, any> {
  readonly name: string;
  readonly primaryKey = 'id';
  override readonly resumable = true;
  override readonly recordOrder = 'ascending';
  declare readonly cursorField?: 'at';
  declare readonly partitions?: Partitions<any>;
  declare readonly exclusiveGroup?: string;
  readonly #rowsOf: (slice: any) => readonly Row[];
  readonly #beforePage: () => Promise<void>;

  constructor(name: string, rowsOf: (slice: any) => readonly Row[], beforePage: () => Promise<void>, options: object) {
    super();
    this.name = name;
    this.#rowsOf = rowsOf;
    this.#beforePage = beforePage;
    Object.assign(this, options);
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'string' }, at: { type: 'integer' } } };
  }

  async *readPages({ slice, state, resumeFrom = 0, checkpoint }: SliceContext<any, Partial<Row>>) {
    const rows = this.#rowsOf(slice).filter(({ at }) => at >= (state.at ?? 0));
    for (let start = Number(resumeFrom); start < rows.length; start += PAGE_SIZE) {
      await this.#beforePage();
      const next = start + PAGE_SIZE;
      checkpoint?.(next < rows.length ? next : undefined);
      yield rows.slice(start, next);
    }
  }
}

const rowsOf = (name: string, part: number, size: number): Row[] =>
  Array.from({ length: size }, (_item, index) => ({ id: `${name}/${part}/${index}`, at: Math.floor(index / 3) }));

function streamOf({ kind, isIncremental, group, sizes }: Shape, name: string, beforePage: () => Promise<void>): Rows {
  const options = {
    ...(isIncremental && { cursorField: 'at' }),
    ...(group !== undefined && { exclusiveGroup: group }),
  };
  const rows = (part: number): Row[] => rowsOf(name, part, sizes[part] ?? 0);
  if (kind === 'single') return new Rows(name, () => rows(0), beforePage, options);
  const parts = sizes.map((_size, part) => ({ id: part }));
  if (kind === 'list') {
    const partitions = new ListPartitions(parts);
    return new Rows(name, ({ id }: { id: number }) => rows(id), beforePage, { ...options, partitions });
  }
  const parents = parts.map(({ id }) => ({ id: String(id), at: id }));
  const parent = new Rows(`${name}_parents`, () => parents, beforePage, {});
  const partitions = new ParentPartitions({ stream: parent });
  return new Rows(name, ({ id }: { id: string }) => rows(Number(id)), beforePage, { ...options, partitions });
}

async function readIn(weather: Weather, shapes: readonly Shape[], state: InputState): Promise<AirbyteMessage[]> {
  let draw = 0;
  const clock = new VirtualClock();
  const stop = new AbortController();
  const messages: AirbyteMessage[] = [];
  let page = 0;
  const beforePage = async (): Promise<void> => {
    const number = page++;
    await clock.sleep(weather.pageMs[number % weather.pageMs.length] ?? 0, stop.signal);
    if (weather.failures.includes(number)) throw new Error(`page ${number} fails`);
  };
  class Shop extends Source {
    spec() {
      return { connectionSpecification: { type: 'object' } };
    }
    streams() {
      return shapes.map((shape, index) => streamOf(shape, `s${index}`, beforePage));
    }
  }
  if (weather.stopMs !== undefined) void clock.sleep(weather.stopMs).then(() => stop.abort(new Error('stopped')));
  const catalog = configuredCatalog(
    Object.fromEntries(
      shapes.map(({ isIncremental }, index) => [`s${index}`, isIncremental ? 'incremental' : 'full_refresh']),
    ),
  );
  await clock.run(
    readAll(new Shop(), {
      config: {},
      catalog,
      state,
      clock,
      signal: stop.signal,
      concurrency: weather.concurrency,
      validateRecords: false,
      onMessage(message) {
        messages.push(message);
        const wait = weather.readerMs[draw++ % weather.readerMs.length] ?? 0;
        return wait === 0 ? undefined : clock.sleep(wait);
      },
    }),
  );
  return messages;
}

const recordsOf = (messages: readonly AirbyteMessage[]): unknown[] =>
  messages.flatMap((message) => (message.type === 'RECORD' ? [message.record.data['id']] : []));

/** The state that a platform has: the last of each stream. */
function stateOf(messages: readonly AirbyteMessage[]): InputState {
  const last = new Map<string, InputState['streams'][number]>();
  for (const message of messages) {
    if (message.type !== 'STATE') continue;
    const { stream_descriptor: descriptor, stream_state: state } = message.state.stream;
    last.set(descriptor.name, { descriptor, state });
  }
  return { streams: [...last.values()] };
}

function statusesOf(messages: readonly AirbyteMessage[], stream: string): string[] {
  return messages.flatMap((message) =>
    message.type === 'TRACE' &&
    message.trace.type === 'STREAM_STATUS' &&
    message.trace.stream_status.stream_descriptor.name === stream
      ? [message.trace.stream_status.status]
      : [],
  );
}

const shape: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constantFrom('list', 'parent', 'single'),
  isIncremental: fc.boolean(),
  group: fc.constantFrom(undefined, undefined, 'one'),
  sizes: fc.array(fc.nat(7), { minLength: 1, maxLength: 5 }),
});

const weather: fc.Arbitrary<Weather> = fc.record({
  pageMs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
  readerMs: fc.array(fc.constantFrom(0, 0, 50, 5000), { minLength: 1, maxLength: 4 }),
  failures: fc.array(fc.nat(30), { maxLength: 2 }),
  stopMs: fc.option(fc.nat(20_000), { nil: undefined }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  killed: fc.double({ min: 0, max: 1, noNaN: true }),
});

const fairWeather: Weather = { pageMs: [1], readerMs: [0], failures: [], stopMs: undefined, concurrency: 4, killed: 1 };

// Loaded in real time, which the clock does not know.
beforeAll(() => configProblems({ type: 'object' }, {}));

test('I7, I10: partitions, failures, slow readers, stops and kills: nothing locks, and what is missing comes with the next read', async () => {
  await fc.assert(
    fc.asyncProperty(weather, fc.array(shape, { minLength: 1, maxLength: 4 }), async (bad, shapes) => {
      const first = await readIn(bad, shapes, { streams: [] });
      for (const index of shapes.keys()) {
        const statuses = statusesOf(first, `s${index}`);
        if (statuses.length === 0) expect(bad.stopMs).toBeDefined();
        else expect([statuses[0], ['COMPLETE', 'INCOMPLETE'].includes(statuses.at(-1)!)]).toEqual(['STARTED', true]);
      }
      const seen = first.slice(0, Math.ceil(first.length * bad.killed));
      const second = await readIn(fairWeather, shapes, stateOf(seen));
      const all = shapes.flatMap(({ kind, sizes }, index) =>
        sizes.slice(0, kind === 'single' ? 1 : undefined).flatMap((size, part) => rowsOf(`s${index}`, part, size)),
      );
      const missing = new Set(all.map(({ id }) => id));
      for (const id of [...recordsOf(seen), ...recordsOf(second)]) missing.delete(id as string);
      expect([...missing]).toEqual([]);
    }),
    { numRuns: 200 },
  );
}, 60_000);
