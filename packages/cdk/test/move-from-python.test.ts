// A connection that comes from the Python CDK asks only for what is new: each golden state is read by a stream as an author would
// declare it, over a small API. What the states are is told in python-states/README.md.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HttpClient } from '../src/http/http-client.ts';
import { HttpStream } from '../src/http/http-stream.ts';
import type { PageContext } from '../src/http/page-context.ts';
import { PageNumberPaginator } from '../src/http/paginators/page-number-paginator.ts';
import type { JsonObject } from '../src/protocol/json.ts';
import type { StreamState } from '../src/protocol/state.ts';
import { Source } from '../src/source/source.ts';
import { DatetimeWindows, type DatetimeWindowsOptions } from '../src/streams/cursors/datetime-windows.ts';
import { ListPartitions } from '../src/streams/partitions/list-partitions.ts';
import { ParentPartitions } from '../src/streams/partitions/parent-partitions.ts';
import { ProductPartitions } from '../src/streams/partitions/product-partitions.ts';
import type { AnyStream, Partition, Partitions, PartitionsContext } from '../src/streams/stream.ts';
import { configuredCatalog, inputState, readAll, TestClock } from '../src/testing/index.ts';
import { serve } from './serve.ts';

const folder = join(import.meta.dirname, 'fixtures/python-states');
const files = globSync('*.json', { cwd: folder }).map((file) => basename(file, '.json'));

function golden(name: string): StreamState {
  return (JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { readonly state: StreamState }).state;
}

/** An API that answers with lists of two: posts 1, 2 and 3, comments 11 and 12 of post 1, 21 of post 2. */
async function startApi(): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    asked.push(path);
    response.end(JSON.stringify(listAt(new URL(path, 'http://localhost').pathname)));
  });
  return { url, asked };
}

const COMMENTS: Readonly<Record<string, readonly number[]>> = { 1: [11, 12], 2: [21], 3: [] };

function listAt(path: string): readonly object[] {
  if (path === '/posts') return [{ id: 1 }, { id: 2 }, { id: 3 }];
  const [, post] = /^\/posts\/(\d+)\/comments$/.exec(path) ?? [];
  return post === undefined ? [] : COMMENTS[post]!.map((id) => ({ id, post_id: Number(post) }));
}

interface Row {
  readonly id: number;
  readonly post_id: number;
  readonly at: string;
}

/** A stream of the API, as its options say; what it asks for starts at its state. */
class Rows<TSlice = any> extends HttpStream<Row, TSlice, number, { at?: string | number }> {
  readonly name: string = 'rows';
  readonly primaryKey = 'id';
  declare readonly cursorField?: 'at';
  /** The JSON Schema of the cursor field. */
  readonly at: JsonObject = { type: 'string', format: 'date-time' };
  readonly pathOf: string | ((slice: TSlice) => string) = '/events';

  constructor(url: string, options: Partial<Rows<TSlice>>) {
    super(new HttpClient({ urlBase: url }));
    Object.assign(this, options);
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'integer' }, at: this.at } };
  }

  path({ slice }: PageContext<Row, TSlice, number, { at?: string | number }>) {
    return typeof this.pathOf === 'string' ? this.pathOf : this.pathOf(slice);
  }

  override requestParams({ state, window }: PageContext<Row, TSlice, number, { at?: string | number }>) {
    return window === undefined ? { since: state.at } : { since: window.start, until: window.end };
  }
}

class OneStream extends Source {
  readonly #stream: AnyStream;

  constructor(stream: AnyStream) {
    super();
    this.#stream = stream;
  }

  spec() {
    return { connectionSpecification: { type: 'object', properties: {} } };
  }

  streams() {
    return [this.#stream];
  }
}

type StreamOf = (url: string) => AnyStream;

/** What a stream asks for when it is read from a golden state, and what it has to say. */
async function readFrom(name: string, streamOf: StreamOf) {
  const api = await startApi();
  const stream = streamOf(api.url);
  const result = await readAll(new OneStream(stream), {
    config: {},
    catalog: configuredCatalog({ [stream.name]: stream.cursorField === undefined ? 'full_refresh' : 'incremental' }),
    state: inputState({ [stream.name]: golden(name) }),
    clock: new TestClock('2024-01-31T00:00:00Z'),
  });
  expect([result.errors, result.succeeded]).toEqual([[], true]);
  return { asked: api.asked, state: result.states(stream.name).at(-1) };
}

const day = (number: number, time = '00:00:00Z'): string => `2024-01-${String(number).padStart(2, '0')}T${time}`;
const EPOCH_27 = 1_706_313_600;
const EPOCH_31 = 1_706_659_200;

const ofPost = (post: { readonly id: number }): JsonObject => ({ post_id: post.id, parent_slice: {} });
const commentsPath = (post: Row): string => `/posts/${post.id}/comments`;

/** Posts, for the sake of their comments; read incrementally where `incremental`. */
function commentsOfPosts(url: string, { incremental = false } = {}): Rows {
  const posts = new Rows(url, { name: 'posts', pathOf: '/posts', ...(incremental ? { cursorField: 'at' } : {}) });
  return new Rows<Row>(url, {
    name: 'comments',
    cursorField: 'at',
    pathOf: commentsPath,
    partitions: new ParentPartitions({ stream: posts, key: ofPost, incremental }),
  });
}

const windows = (options: Partial<DatetimeWindowsOptions>) => (url: string) =>
  new Rows(url, {
    cursorField: 'at',
    windows: new DatetimeWindows({ start: '2024-01-01', end: '2024-01-31', step: 'P10D', ...options }),
  });
const inSeconds = windows({ granularity: 'PT1S' });
const inEpochs = windows({ granularity: 'PT1S', format: '%s' });
const newest = (url: string): Rows => new Rows(url, { cursorField: 'at' });
const newestNumber = (url: string): Rows => new Rows(url, { cursorField: 'at', at: { type: 'integer' } });
const events = (since: string | number, until: string | number): string => `/events?since=${since}&until=${until}`;
const last = [events(day(27), day(31))];

const withoutPartitions: readonly [string, string, StreamOf, string[]][] = [
  ['sequential', 'in windows', inSeconds, last],
  ['sequential', 'by the highest value', newest, [`/events?since=${day(27)}`]],
  ['sequential-once-full-refresh', 'in windows', inSeconds, last],
  ['sequential-once-full-refresh', 'by the highest value', newest, [`/events?since=${day(27)}`]],
  [
    'sequential-before-a-broken-window',
    'in windows',
    inSeconds,
    [events(day(8), day(17, '23:59:59Z')), events(day(18), day(27, '23:59:59Z')), events(day(28), day(31))],
  ],
  ['sequential-epoch-seconds', 'in windows', inEpochs, [events(EPOCH_27, EPOCH_31)]],
  ['sequential-epoch-seconds', 'by the highest value', newestNumber, [`/events?since=${EPOCH_27}`]],
  ['sequential-epoch-float', 'in windows', windows({ format: '%s_as_float' }), [events(EPOCH_27, EPOCH_31)]],
  ['sequential-epoch-float', 'by the highest value', newestNumber, [`/events?since=${EPOCH_27}`]],
  ['sequential-epoch-milliseconds', 'in windows', windows({ format: '%ms' }), [events(EPOCH_27 * 1e3, EPOCH_31 * 1e3)]],
  ['sequential-epoch-milliseconds', 'by the highest value', newestNumber, [`/events?since=${EPOCH_27 * 1e3}`]],
  [
    'sequential-epoch-microseconds',
    'in windows',
    windows({ format: '%epoch_microseconds' }),
    [events(EPOCH_27 * 1e6, EPOCH_31 * 1e6)],
  ],
  ['sequential-epoch-microseconds', 'by the highest value', newestNumber, [`/events?since=${EPOCH_27 * 1e6}`]],
  ['sequential-strftime', 'in windows', windows({ format: '%d/%m/%Y' }), [events('27/01/2024', '31/01/2024')]],
  ['date-range', 'in windows', inSeconds, [events(day(31), day(31))]],
  ['date-range', 'by the highest value', newest, [`/events?since=${day(31, '00:00:00.000Z')}`]],
  [
    'date-range-gap',
    'in windows',
    inSeconds,
    [
      events(day(10, '23:59:59Z'), day(20, '23:59:58Z')),
      events(day(20, '23:59:59Z'), day(20, '23:59:59Z')),
      events(day(31), day(31)),
    ],
  ],
  ['date-range-gap', 'by the highest value', newest, [`/events?since=${day(10, '23:59:59.000Z')}`]],
  ['date-range-unmerged', 'in windows', inSeconds, [events(day(31), day(31))]],
  ['date-range-without-records', 'in windows', inSeconds, [events(day(22, '00:59:59Z'), day(31))]],
  ['date-range-epoch', 'in windows', inEpochs, [events(EPOCH_31, EPOCH_31)]],
  ['date-range-epoch', 'by the highest value', newestNumber, [`/events?since=${EPOCH_31}`]],
  [
    'date-range-epoch-gap',
    'in windows',
    windows({ granularity: 'PT1S', format: '%s', step: 'P1M' }),
    [events(1_704_931_199, 1_705_795_199), events(EPOCH_31, EPOCH_31)],
  ],
  ['date-range-epoch-gap', 'by the highest value', newestNumber, ['/events?since=1704931199']],
];

describe('I4: a stream without partitions', () => {
  test.each(withoutPartitions)('%s, read %s', async (name, _, streamOf, expected) => {
    expect((await readFrom(name, streamOf)).asked).toEqual(expected);
  });

  test('sequential-count, by the highest value', async () => {
    class Counts extends HttpStream<{ sequence: number }> {
      readonly name = 'counts';
      readonly primaryKey = 'sequence';
      readonly cursorField = 'sequence';
      readonly cursorFilter = 'exclusive';

      getJsonSchema() {
        return { type: 'object', properties: { sequence: { type: 'integer' } } };
      }

      path() {
        return '/counts';
      }

      override requestParams({ state }: PageContext<{ sequence: number }>) {
        return { after: state.sequence };
      }
    }
    const { asked, state } = await readFrom('sequential-count', (url) => new Counts(new HttpClient({ urlBase: url })));
    expect([asked, state]).toEqual([['/counts?after=5'], golden('sequential-count')]);
  });
});

/** What a GroupingPartitionRouter makes of its parents: two of them are one partition. */
class PostsInTwos implements Partitions<readonly Row[]> {
  readonly #posts: Rows;

  constructor(posts: Rows) {
    this.#posts = posts;
  }

  async *partitions({ readParent }: PartitionsContext): AsyncIterable<Partition<readonly Row[]>> {
    const posts: Row[] = [];
    for await (const { records } of readParent(this.#posts, false)) posts.push(...(records as readonly Row[]));
    for (let index = 0; index < posts.length; index += 2) {
      const slice = posts.slice(index, index + 2);
      yield { slice, key: { post_id: slice.map(({ id }) => id), parent_slice: slice.map(() => ({})) } };
    }
  }
}

const comments = (post: number, since: string): string => `/posts/${post}/comments?since=${since}`;
const regions = new ListPartitions([{ region: 'eu' }, { region: 'us' }]);
const orders = (url: string): AnyStream =>
  new Rows<{ region: string }>(url, {
    cursorField: 'at',
    pathOf: ({ region }) => `/regions/${region}/orders`,
    partitions: regions,
  });
const ordersByPost = (url: string): AnyStream =>
  new Rows<readonly [{ id: number }, { region: string }]>(url, {
    cursorField: 'at',
    pathOf: ([post, { region }]) => `/regions/${region}/orders/${post.id}`,
    partitions: new ProductPartitions(
      new ParentPartitions({ stream: new Rows(url, { pathOf: '/posts' }), key: ofPost }),
      new ListPartitions([{ region: 'eu' }]),
    ),
  });
const plain = (url: string): AnyStream => commentsOfPosts(url);
const incremental = (url: string): AnyStream => commentsOfPosts(url, { incremental: true });
const replies = (url: string): AnyStream =>
  new Rows<Row>(url, {
    cursorField: 'at',
    pathOf: ({ id }) => `/comments/${id}/replies`,
    partitions: new ParentPartitions({
      stream: commentsOfPosts(url, { incremental: true }),
      key: (comment) => ({ comment_id: comment.id, parent_slice: ofPost({ id: comment.post_id }) }),
      incremental: true,
    }),
  });
const grouped = (url: string): AnyStream =>
  new Rows<readonly Row[]>(url, {
    cursorField: 'at',
    pathOf: (posts) => `/comments/${posts.map(({ id }) => id).join(',')}`,
    partitions: new PostsInTwos(new Rows(url, { name: 'posts', pathOf: '/posts' })),
  });
const all = [comments(1, day(14)), comments(2, day(10)), comments(3, day(1))];
const global = [1, 2, 3].map((post) => comments(post, day(13, '23:59:59Z')));

const withPartitions: readonly [string, StreamOf, string[]][] = [
  ['partitions-list', orders, [`/regions/eu/orders?since=${day(7)}`, `/regions/us/orders?since=${day(18)}`]],
  ['partitions-list-in-steps', orders, [`/regions/eu/orders?since=${day(7)}`, `/regions/us/orders?since=${day(18)}`]],
  ['partitions-migrated', orders, [`/regions/eu/orders?since=${day(10)}`, `/regions/us/orders?since=${day(18)}`]],
  [
    'partitions-product',
    ordersByPost,
    ['/posts', ...[1, 2, 3].map((post) => `/regions/eu/orders/${post}?since=${day(7)}`)],
  ],
  ['partitions-parent', plain, ['/posts', ...all]],
  ['partitions-incremental-parent', incremental, [`/posts?since=${day(20)}`, ...all]],
  [
    'partitions-broken',
    incremental,
    [`/posts?since=${day(1)}`, comments(1, day(14)), comments(2, day(1)), comments(3, day(1))],
  ],
  ['partitions-global', incremental, [`/posts?since=${day(20)}`, ...global]],
  ['partitions-above-the-limit', incremental, [`/posts?since=${day(20)}`, ...global]],
  ['older-global', incremental, [`/posts?since=${day(20)}`, ...global]],
  ['older-per-partition', incremental, [`/posts?since=${day(20)}`, ...all.slice(0, 2), '/posts/3/comments']],
  [
    'older-per-partition-with-global',
    incremental,
    [`/posts?since=${day(20)}`, ...all.slice(0, 2), '/posts/3/comments'],
  ],
  [
    'partitions-grouped',
    grouped,
    ['/posts', `/comments/1,2?since=${day(13, '23:59:59Z')}`, `/comments/3?since=${day(13, '23:59:59Z')}`],
  ],
  [
    'partitions-grandparent',
    replies,
    [
      `/posts?since=${day(20)}`,
      comments(1, day(14)),
      `/comments/11/replies?since=${day(6)}`,
      `/comments/12/replies?since=${day(15)}`,
      comments(2, day(10)),
      `/comments/21/replies?since=${day(22)}`,
      comments(3, day(1)),
    ],
  ],
];

/** Of a state, what stays as it is when there is nothing newer. */
const kept = ({ lookback_window: lookback = 0, parent_state: parents = {} }: StreamState) => ({ lookback, parents });

test.each(withPartitions)('I4: a stream with partitions: %s', async (name, streamOf, expected) => {
  const { asked, state } = await readFrom(name, streamOf);
  expect(asked).toEqual(expected);
  expect(kept(state!)).toEqual(kept(golden(name)));
});

const pages = (url: string): AnyStream =>
  new Rows(url, { pathOf: '/pages', paginator: new PageNumberPaginator({ pageSize: 2 }) });
const pagesOfPosts = (key: (post: Row) => JsonObject) => (url: string) =>
  new Rows<Row>(url, {
    pathOf: ({ id }) => `/posts/${id}/pages`,
    partitions: new ParentPartitions({ stream: new Rows(url, { name: 'posts', pathOf: '/posts' }), key }),
  });

const fullRefresh: readonly [string, StreamOf, string[]][] = [
  ['full-refresh', pages, ['/pages?page=1&per_page=2']],
  ['full-refresh-page', pages, ['/pages?page=1&per_page=2']],
  ['older-full-refresh-page', pages, ['/pages?page=2&per_page=2']],
  ['full-refresh-complete', pages, []],
  ['full-refresh-partitions', pagesOfPosts(({ id }) => ({ parent: { id } })), ['/posts', '/posts/3/pages']],
  ['older-full-refresh-partitions', pagesOfPosts(ofPost), ['/posts']],
];

test.each(fullRefresh)('I6: a full refresh: %s', async (name, streamOf, expected) => {
  expect((await readFrom(name, streamOf)).asked).toEqual(expected);
});

test('each golden file is read', () => {
  const read = [...withoutPartitions, ...withPartitions, ...fullRefresh].map(([name]) => name);
  expect([...new Set([...read, 'sequential-count'])].toSorted()).toEqual(files.toSorted());
});
