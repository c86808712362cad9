import { configuredCatalog, readAll, type ReadResult, TestClock } from '@headwater/cdk/testing';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LibrarySource } from './library.ts';

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

type Answer = (request: { url: URL; body: any }) => {
  status?: number;
  body: unknown;
  headers?: Record<string, string>;
};

/** Serves what `answer` says, and gives the paths, queries and bodies that were asked for. */
function useLibrary(answer: Answer): string[] {
  const asked: string[] = [];
  for (const method of ['GET', 'POST']) {
    nock('https://library.example.com')
      .persist()
      .intercept(/.*/, method)
      .reply(async (request: Request) => {
        const url = new URL(request.url);
        const text = await request.text();
        asked.push(`${url.pathname.replace('/api', '')}${url.search}${text === '' ? '' : ` ${text}`}`);
        const { status = 200, body, headers = {} } = answer({ url, body: text === '' ? {} : JSON.parse(text) });
        return [status, JSON.stringify(body), headers];
      });
  }
  return asked;
}

const read = (...streams: string[]): Promise<ReadResult> =>
  readAll(new LibrarySource(), {
    config: {},
    catalog: configuredCatalog(Object.fromEntries(streams.map((name) => [name, 'full_refresh' as const]))),
    clock: new TestClock(),
  });

/** Some of 150 entries. */
const entries = (skip: number, take: number): { id: number }[] =>
  Array.from({ length: Math.max(0, Math.min(take, 150 - skip)) }, (_, index) => ({ id: skip + index + 1 }));
const all = entries(0, 150);

test.each<[string, Answer, string[]]>([
  [
    'authors',
    ({ url }) => ({ body: { data: entries((Number(url.searchParams.get('page')) - 1) * 100, 100) } }),
    ['/authors?page=1&per_page=100', '/authors?page=2&per_page=100'],
  ],
  [
    'books',
    ({ url }) => ({ body: { data: entries(Number(url.searchParams.get('skip')), 100) } }),
    ['/books?skip=0&take=100', '/books?skip=100&take=100'],
  ],
  [
    'loans',
    ({ url }) =>
      url.searchParams.has('cursor')
        ? { body: { data: entries(100, 100), has_more: false }, headers: { 'x-next-cursor': 'c3' } }
        : { body: { data: entries(0, 100), has_more: true }, headers: { 'x-next-cursor': 'c2' } },
    ['/loans?limit=100', '/loans?cursor=c2&limit=100'],
  ],
  [
    'readers',
    ({ url }) =>
      url.searchParams.has('from')
        ? { body: { data: entries(100, 100), links: { next: null } } }
        : { body: { data: entries(0, 100), links: { next: '/api/readers?from=100' } } },
    ['/readers', '/readers?from=100'],
  ],
  [
    'shelves',
    ({ url }) =>
      url.searchParams.has('page')
        ? { body: { data: entries(100, 100) } }
        : { body: { data: entries(0, 100) }, headers: { link: '<?page=2&per_page=100>; rel="next"' } },
    ['/shelves?per_page=100', '/shelves?page=2&per_page=100'],
  ],
  [
    'search',
    ({ body: { page } }) => ({ body: { hits: entries(page.from, page.size) } }),
    [
      '/search {"kind":"book","sort":"id","page":{"from":0,"size":100}}',
      '/search {"kind":"book","sort":"id","page":{"from":100,"size":100}}',
    ],
  ],
  [
    'fines',
    ({ url }) => {
      const after = Number(url.searchParams.get('starting_after') ?? 0);
      return { body: { data: entries(after, 100), has_more: after === 0 } };
    },
    ['/fines?limit=100', '/fines?starting_after=100&limit=100'],
  ],
  [
    'notices',
    ({ url }) => {
      const page = Number(url.searchParams.get('page') ?? 1);
      return { body: { data: entries((page - 1) * 100, 100), page, pages: 2 } };
    },
    ['/notices', '/notices?page=2'],
  ],
])('%s are read whole', async (stream, answer, expected) => {
  const asked = useLibrary(answer);
  const result = await read(stream);
  expect(result.errors).toEqual([]);
  expect(result.records(stream)).toEqual(all);
  expect(asked).toEqual(expected);
});

test('scans are asked for at half the size while the gateway cannot wait', async () => {
  const asked = useLibrary(({ url }) => {
    const limit = Number(url.searchParams.get('limit'));
    const start = Number(url.searchParams.get('cursor') ?? 0);
    if (limit > 300) return { status: 504, body: '' };
    const next = start + limit < 600 ? start + limit : null;
    return { body: { data: Array.from({ length: limit }, (_, index) => ({ id: start + index })), next } };
  });
  const result = await read('scans');
  expect(result.records('scans')).toHaveLength(750);
  expect(asked.slice(0, 4)).toEqual([
    '/scans?limit=1000',
    '/scans?limit=500',
    '/scans?limit=250',
    '/scans?cursor=250&limit=250',
  ]);
  expect(result.logs('WARN')[0]).toBe(
    'Request failed with status code 504 Gateway Timeout: GET https://library.example.com/api/scans. Asking again for 500 records in place of 1000',
  );
});

test('branches are asked for once, although they are read three times', async () => {
  const asked = useLibrary(({ url }) => ({ body: { data: url.pathname.endsWith('/branches') ? entries(0, 2) : [] } }));
  const result = await read('branches', 'rooms', 'clerks');
  expect(result.succeeded).toBe(true);
  expect(asked.toSorted()).toEqual([
    '/branches',
    '/branches/1/clerks',
    '/branches/1/rooms',
    '/branches/2/clerks',
    '/branches/2/rooms',
  ]);
});

test('a box has all its books, and a list of parameters repeats the name', async () => {
  const asked = useLibrary(({ url }) => {
    if (url.pathname.endsWith('/boxes'))
      return { body: { data: [{ id: 7, books: { data: [{ id: 1 }], has_more: true } }] } };
    const after = Number(url.searchParams.get('after'));
    return { body: { data: [{ id: after + 1 }], has_more: after < 2 } };
  });
  const result = await read('boxes');
  expect(result.errors).toEqual([]);
  expect(result.records('boxes')).toEqual([
    { id: 7, books: { data: [{ id: 1 }, { id: 2 }, { id: 3 }], has_more: false } },
  ]);
  expect(asked).toEqual([
    '/boxes',
    '/boxes/7/books?after=1&fields=id&fields=title',
    '/boxes/7/books?after=2&fields=id&fields=title',
  ]);
});

test('seats are those of the branches that the constructor was told', async () => {
  const asked = useLibrary(({ url }) => ({
    body: { data: url.pathname.endsWith('/branches') ? [{ id: 1 }, { id: 2 }] : [] },
  }));
  expect((await read('seats')).errors).toEqual([]);
  expect(asked).toEqual(['/branches', '/branches/2/seats']);
});
