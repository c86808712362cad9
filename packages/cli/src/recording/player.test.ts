import { describe, expect, test } from 'vitest';
import type { ApiRequest, Exchange } from './exchange.ts';
import { Player } from './player.ts';

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const ORDERS = 'https://api.example.com/orders';

function request(url: string, { method = 'GET', headers = {}, body = '' }: Asked = {}): ApiRequest {
  return { method, url, headers, body: Buffer.from(body) };
}

function exchange(text: string, url: string, asked?: Asked): Exchange {
  return { request: request(url, asked), response: { status: 200, headers: {}, body: Buffer.from(text) } };
}

function playerOf(...exchanges: Exchange[]): (url: string, asked?: Asked) => string {
  const player = new Player({ exchanges });
  return (url, asked) => {
    const found = player.play(request(url, asked));
    return typeof found === 'string' ? found : found.response.body.toString();
  };
}

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a request finds its recorded response', () => {
  const play = playerOf(
    exchange('page 1', `${ORDERS}?limit=10&page=1`),
    exchange('page 2', `${ORDERS}?limit=10&page=2`),
    exchange('two tags', `${ORDERS}?tag=a&tag=b`),
    exchange('a filter', ORDERS, { method: 'POST', headers: json, body: '{"filter":{"a":1,"b":[1,2]}}' }),
    exchange('a form', ORDERS, { method: 'POST', headers: form, body: 'a=1&b=x%20y' }),
    exchange('a query', ORDERS, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'SELECT *' }),
  );

  test.each<[string, string, Asked?]>([
    ['page 2', `${ORDERS}?limit=10&page=2`],
    ['page 2', `${ORDERS}?page=2&limit=10`],
    ['two tags', `${ORDERS}?tag=a&tag=b`],
    ['a filter', ORDERS, { method: 'POST', headers: json, body: '{ "filter": {"b":[1,2],"a":1} }' }],
    ['a form', ORDERS, { method: 'POST', headers: form, body: 'b=x+y&a=1' }],
    ['a query', ORDERS, { method: 'POST', body: 'SELECT *' }],
  ])('%s for %s %j', (expected, url, asked) => {
    expect(play(url, asked)).toBe(expected);
  });

  test.each<[string, string, Asked?]>([
    [
      'No recording for GET https://api.example.com/orders?limit=10&page=3: the nearest differs in "page": recorded 1, asked 3',
      `${ORDERS}?limit=10&page=3`,
    ],
    [
      'No recording for GET https://api.example.com/orders?limit=10&page=1&sort=asc: the nearest differs in "sort", which no recorded one has',
      `${ORDERS}?limit=10&page=1&sort=asc`,
    ],
    [
      'No recording for GET https://api.example.com/orders?tag=a: the nearest differs in "tag" (number 2), which is not asked for',
      `${ORDERS}?tag=a`,
    ],
    [
      'No recording for POST https://api.example.com/orders: the nearest differs in "body.filter.a": recorded 1, asked 2',
      ORDERS,
      { method: 'POST', headers: json, body: '{"filter":{"a":2,"b":[1,2]}}' },
    ],
    [
      'No recording for DELETE https://api.example.com/orders: that path was recorded with another method',
      ORDERS,
      { method: 'DELETE' },
    ],
    [
      'No recording for GET https://api.example.com/carts: nothing of that path was recorded',
      'https://api.example.com/carts',
    ],
    [
      'No recording for GET http://localhost:4000/orders?page=1: what was recorded is of https://api.example.com',
      'http://localhost:4000/orders?page=1',
    ],
    [
      'No recording for GET https://api.example.com/carts?api_key=****&id=1: nothing of that path was recorded',
      'https://api.example.com/carts?api_key=s3cr3t&id=1',
    ],
  ])('%s', (message, url, asked) => {
    expect(play(url, asked)).toBe(message);
  });

  test('an empty recording says so', () => {
    expect(playerOf()(ORDERS)).toBe(`No recording for GET ${ORDERS}: the recording is empty`);
  });
});

describe('what changes from run to run makes no difference', () => {
  test.each([
    ['a moment', 'until=2024-05-01T10:00:00Z', 'until=2025-01-31T08:12:44Z'],
    ['a day', 'until=2024-05-01', 'until=2025-01-31'],
    ['seconds since 1970', 'until=1714557600', 'until=1738310400'],
    ['a moment in an expression', 'q=updated+%3E+2024-05-01+AND+open', 'q=updated+%3E+2025-01-31+AND+open'],
    ['a credential that was masked', 'api_key=****', 'api_key=live-key'],
    ['a value that is made for each request', 'nonce=a81b', 'nonce=00ff'],
    ['a moment among what is equal', 'limit=10&until=2024-05-01', 'until=2024-05-02&limit=10'],
  ])('%s', (_, recorded, asked) => {
    expect(playerOf(exchange('found', `${ORDERS}?${recorded}`))(`${ORDERS}?${asked}`)).toBe('found');
  });

  test.each([
    ['a page token', 'page_token=eyJpZCI6MTB9', 'page_token=eyJpZCI6MjB9'],
    ['a number', 'page=10', 'page=11'],
    ['an id of ten digits that starts with no time', 'id=9000000001', 'id=9000000002'],
    ['a moment and something else', 'page=1&until=2024-05-01', 'page=2&until=2025-05-01'],
    ['words around a moment', 'q=updated+%3E+2024-05-01', 'q=created+%3E+2024-05-02'],
  ])('but %s does', (_, recorded, asked) => {
    expect(playerOf(exchange('found', `${ORDERS}?${recorded}`))(`${ORDERS}?${asked}`)).toMatch(/^No recording/);
  });

  test('of several requests it is the one whose moments are nearest', () => {
    const play = playerOf(
      exchange('May', `${ORDERS}?from=2024-05-01&to=2024-06-01`),
      exchange('June', `${ORDERS}?from=2024-06-01&to=2024-06-20`),
    );
    expect(play(`${ORDERS}?from=2024-06-01&to=2024-06-29`)).toBe('June');
    expect(play(`${ORDERS}?from=2024-05-01&to=2024-05-31`)).toBe('May');
  });
});

test('a request that was recorded several times gets its responses in turn, and then the last for ever', () => {
  const play = playerOf(...['running', 'running', 'done'].map((text) => exchange(text, `${ORDERS}/job`)));
  expect([1, 2, 3, 4, 5].map(() => play(`${ORDERS}/job`))).toEqual(['running', 'running', 'done', 'done', 'done']);
});

describe('what an API would have left out is left out', () => {
  const days = ['2024-05-01', '2024-05-02T08:00:00Z', '2024-05-03'];
  const page = (rest: object = {}): object => ({
    data: days.map((updated) => ({ updated, meta: { at: updated } })),
    ...rest,
  });
  const get = (recorded: string, asked: string, body = page(), cursorPath = ['updated']): string[] => {
    const one = { ...exchange(JSON.stringify(body), `${ORDERS}?${recorded}`), cursorPath };
    const found = new Player({ exchanges: [one] }).play(request(`${ORDERS}?${asked}`));
    if (typeof found === 'string') throw new Error(found);
    return JSON.parse(found.response.body.toString()).data.map(({ updated }: { updated: string }) => updated);
  };

  test.each<[string, string, string, string[]]>([
    ['records before a later start', 'updated_since=2024-01-01', 'updated_since=2024-05-02', days.slice(1)],
    ['records after an earlier end', 'to=2024-12-31', 'to=2024-05-02T08:00:00Z', days.slice(0, 2)],
    ['both', 'from=2024-01-01&to=2025-01-01', 'from=2024-05-02&to=2024-05-02T23:59:59Z', days.slice(1, 2)],
    ['records before a start that nothing was recorded with', 'sort=asc', 'sort=asc&since=2024-05-03', days.slice(2)],
    ['all, for a start in the future', 'created[gte]=2024-01-01', 'created[gte]=2036-01-01', []],
    ['records before seconds since 1970', 'since=1704067200', 'since=1714636800', days.slice(1)],
    ['records before a start in an expression', 'q=updated>=2024-01-01', 'q=updated>=2024-05-03', days.slice(2)],
    ['nothing, when more was asked for than was recorded', 'since=2024-05-01', 'since=2024-01-01', days],
    ['nothing, where no name tells the side', 'day=2024-05-01', 'day=2024-05-02', days],
  ])('%s', (_, recorded, asked, expected) => {
    expect(get(recorded, asked)).toEqual(expected);
  });

  test('a cursor deep in the record', () => {
    expect(get('since=2024-01-01', 'since=2024-05-03', page(), ['meta', 'at'])).toEqual(days.slice(2));
  });

  test('a full page stays whole where only its size tells that it is not the last', () => {
    const asked = ['limit=3&since=2024-01-01', 'limit=3&since=2024-05-03'] as const;
    expect(get(...asked)).toEqual(days);
    expect(get(...asked, page({ paging: { next_cursor: 'p2' } }))).toEqual(days.slice(2));
    expect(get('limit=4&since=2024-01-01', 'limit=4&since=2024-05-03')).toEqual(days.slice(2));
  });

  test.each(['pageSize', 'page[size]', 'per_page', '$top', 'max_results', 'rows'])(
    '%s is the size of a page',
    (name) => {
      expect(get(`${name}=3&since=2024-01-01`, `${name}=3&since=2024-05-03`)).toEqual(days);
    },
  );

  test.each(['page', 'pageNumber', 'offset', 'skip', 'account_id'])(
    '%s is not, and may be as large as the page is long',
    (name) => {
      expect(get(`${name}=3&since=2024-01-01`, `${name}=3&since=2024-05-03`)).toEqual(days.slice(2));
    },
  );

  test('of several requests it is the nearest that has all of what is asked for', () => {
    const play = playerOf(
      exchange('all', `${ORDERS}?since=2024-01-01`),
      exchange('some', `${ORDERS}?since=2024-05-01`),
      exchange('last', `${ORDERS}?since=2024-05-10`),
    );
    expect(play(`${ORDERS}?since=2024-05-09`)).toBe('some');
    expect(play(`${ORDERS}?since=2024-04-30`)).toBe('all');
    expect(play(`${ORDERS}?since=2023-12-31`)).toBe('all');
    expect(play(`${ORDERS}?since=2030-01-01`)).toBe('last');
  });
});
