import { expect, test } from 'vitest';

import type { Fault, FaultRule } from '../src/index.ts';
import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

interface Page {
  records: unknown;
  next: string | undefined;
}

const always = (fault: Fault): FaultRule => ({ times: Infinity, fault });
const withRule = (rule: FaultRule): Promise<TestApi> => useApi({ size: 50, faults: [rule] });

/** Reads a page of a stream and the path or URL of the one it points at. */
const readers: Record<string, { first: string; read: (api: TestApi, path: string) => Promise<Page> }> = {
  orders: {
    first: '/v1/orders?limit=2',
    read: async (api, path) => {
      const body = await api.json<{ data: unknown; next_cursor: string | null }>(path);
      return {
        records: body.data,
        next: body.next_cursor ? `/v1/orders?limit=2&cursor=${body.next_cursor}` : undefined,
      };
    },
  },
  exports: {
    first: '/v1/exports?limit=2',
    read: async (api, path) => {
      const body = await api.json<{ data: unknown; next: string | null }>(path);
      return { records: body.data, next: body.next ?? undefined };
    },
  },
  events: {
    first: '/v1/orders/4/events?per_page=1',
    read: async (api, path) => {
      const response = await api.get(path);
      return {
        records: await response.json(),
        next: /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1],
      };
    },
  },
};

/** Follows the next link from the first page for a number of pages. */
async function follow(stream: string, api: TestApi, count: number): Promise<Page[]> {
  const { first, read } = readers[stream]!;
  const pages: Page[] = [];
  let path: string | undefined = first;
  while (path !== undefined && pages.length < count) {
    pages.push(await read(api, path));
    path = pages.at(-1)?.next;
  }
  return pages;
}

const pagesOf = async (stream: string, rule: FaultRule, count: number): Promise<Page[]> =>
  follow(stream, await withRule(rule), count);

test.each(['orders', 'exports', 'events'])('loopNext: the next of %s is the page itself', async (stream) => {
  const [first, second, third] = await pagesOf(stream, always({ kind: 'loopNext' }), 3);
  expect(second).toEqual(first);
  expect(third?.next).toBe(second?.next);
  expect(first?.records).toHaveLength(stream === 'events' ? 1 : 2);
});

test('loopNext from the second page on gets stuck there', async () => {
  const [first, second, third] = await pagesOf('orders', { from: 2, times: Infinity, fault: { kind: 'loopNext' } }, 3);
  expect(second?.records).not.toEqual(first?.records);
  expect(third).toEqual(second);
});

test.each(['orders', 'exports', 'events'])('cycleNext: %s go from A to B to A', async (stream) => {
  const pages = await pagesOf(stream, always({ kind: 'cycleNext' }), 5);
  expect(pages[1]?.records).not.toEqual(pages[0]?.records);
  expect(pages[2]).toEqual(pages[0]);
  expect(pages[3]).toEqual(pages[1]);
  expect(pages[4]).toEqual(pages[0]);
});

test.each(['orders', 'exports', 'events'])('samePage: %s repeat under new tokens without end', async (stream) => {
  const pages = await pagesOf(stream, always({ kind: 'samePage' }), 40);
  expect(pages).toHaveLength(40);
  expect(new Set(pages.map(({ records }) => JSON.stringify(records))).size).toBe(1);
  expect(new Set(pages.map(({ next }) => next)).size).toBe(40);
  expect(pages[0]?.records).not.toEqual([]);
});

test('samePage: customers and products repeat, and always say there is more', async () => {
  const api = await withRule(always({ kind: 'samePage' }));
  const customers = await api.json('/v1/customers?page=90&per_page=1');
  expect(customers).toEqual({ data: [api.shop.customers.record(0)], page: 90, per_page: 1, total_pages: 91 });
  const products = await api.json<{ total: number }>('/v1/products?offset=90&limit=1');
  expect(products).toMatchObject({ items: [api.shop.products.record(0)], offset: 90 });
  expect(products.total).toBeGreaterThan(91);
});

test.each(['exports', 'events'])('foreignNext: the next of %s is on another origin', async (stream) => {
  const api = await withRule({ fault: { kind: 'foreignNext', origin: 'http://evil.example:81' } });
  const [broken] = await follow(stream, api, 1);
  const [right] = await follow(stream, api, 1);
  expect(right?.next).toContain(api.url);
  expect(broken).toEqual({ ...right, next: right?.next?.replace(api.url, 'http://evil.example:81') });
});

test.each(['orders', 'exports', 'events'])('emptyPage: %s has no records and points on', async (stream) => {
  const api = await withRule({ fault: { kind: 'emptyPage' } });
  const [broken] = await follow(stream, api, 1);
  const [right] = await follow(stream, api, 1);
  expect(right?.records).not.toEqual([]);
  expect(broken).toEqual({ records: [], next: right?.next });
});

test('emptyPage: customers and products have none, and keep their totals', async () => {
  const api = await withRule(always({ kind: 'emptyPage' }));
  expect(await api.json('/v1/customers?per_page=5')).toEqual({ data: [], page: 1, per_page: 5, total_pages: 10 });
  expect(await api.json('/v1/products?limit=5')).toEqual({ items: [], offset: 0, limit: 5, total: 50 });
  expect(await (await api.get('/v1/exports', { accept: 'application/x-ndjson' })).text()).toBe('');
});

test.each([
  ['/v1/customers?per_page=2', { data: { count: 2 }, page: 1, per_page: 2, total_pages: 25 }],
  ['/v1/products?limit=2', { items: { count: 2 }, offset: 0, limit: 2, total: 50 }],
  ['/v1/orders?limit=50', { data: { count: 50 }, next_cursor: null }],
  ['/v1/exports?limit=50', { data: { count: 50 }, next: null }],
  ['/v1/orders/4/events', { count: 2 }],
])('notAnArray: %s holds an object in place of the records', async (path, expected) => {
  const api = await withRule({ fault: { kind: 'notAnArray' } });
  expect(await api.json(path)).toEqual(expected);
});

test('a page fault is not kept in the page cache, and a cached page does not hide one', async () => {
  const api = await useApi({
    size: 50,
    pageCacheBytes: 1_000_000,
    faults: [{ from: 2, fault: { kind: 'emptyPage' } }],
  });
  const lengths: number[] = [];
  for (let nth = 0; nth < 3; nth++) lengths.push((await api.json<{ data: [] }>('/v1/orders')).data.length);
  expect(lengths).toEqual([50, 0, 50]);
});

test.each([
  '/v1/customers?per_page=',
  '/v1/products?limit=',
  '/v1/orders?limit=',
  '/v1/exports?limit=',
  '/v1/orders/4/events?per_page=',
])('pageTooBig: %s is 504 for more than so many records', async (path) => {
  const api = await withRule(always({ kind: 'pageTooBig', max: 20 }));
  const statuses = await Promise.all([21, 20, 19].map(async (size) => (await api.get(`${path}${size}`)).status));
  expect(statuses).toEqual([504, 200, 200]);
});
