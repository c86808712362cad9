import { expect, test } from 'vitest';
import type { Exchange } from '../../recording/exchange.ts';
import { pageSequences } from './page-sequences.ts';

/** What was asked, by path and query, and what was answered. */
function exchange([path, body, link]: readonly [string, unknown, string?]): Exchange {
  return {
    request: { method: 'GET', url: `https://api.example.com${path}`, headers: {}, body: Buffer.alloc(0) },
    response: {
      status: 200,
      headers: { ...(link !== undefined && { link: `<${link}>; rel="next"` }) },
      body: Buffer.from(JSON.stringify(body)),
    },
  };
}

const a = [{ id: 'a1' }, { id: 'a2' }];
const b = [{ id: 'b1' }];

test.each<[string, readonly (readonly [string, unknown, string?])[], number[]]>([
  [
    'page numbers',
    [
      ['/x', a],
      ['/x?page=2', b],
      ['/x?page=3', []],
    ],
    [3],
  ],
  [
    'offsets',
    [
      ['/x?offset=0&limit=2', { items: a }],
      ['/x?offset=2&limit=2', { items: b }],
    ],
    [2],
  ],
  [
    'tokens',
    [
      ['/x?since=1', { data: a, next: 'n2' }],
      ['/x?since=1&cursor=n2', { data: b, next: null }],
    ],
    [2],
  ],
  [
    'a token in place of the filter',
    [
      ['/x?since=2024-01-01', { data: a, next: 'n2' }],
      ['/x?cursor=n2', { data: b }],
    ],
    [2],
  ],
  [
    'URLs',
    [
      ['/x', { data: a, links: { next: '/x?p=Zz' } }],
      ['/x?p=Zz', { data: b }],
    ],
    [2],
  ],
  [
    'Link headers',
    [
      ['/x', a, 'https://api.example.com/x?c=9'],
      ['/x?c=9', b],
    ],
    [2],
  ],
  [
    'the id of the last record',
    [
      ['/x', a],
      ['/x?starting_after=a2', b],
    ],
    [2],
  ],
  [
    'windows of time side by side',
    [
      ['/x?from=2024-01-01', { data: a, next: 'n' }],
      ['/x?from=2024-02-01', { data: b, next: 'm' }],
      ['/x?from=2024-02-01&cursor=m', { data: b, next: null }],
      ['/x?from=2024-01-01&cursor=n', { data: b, next: null }],
    ],
    [2, 2],
  ],
  [
    'a list for each store',
    [
      ['/x?store_id=1', a],
      ['/x?store_id=2', a],
    ],
    [1, 1],
  ],
  [
    'children',
    [
      ['/x/1/y', a],
      ['/x/2/y', a],
    ],
    [1, 1],
  ],
  [
    'a request that was sent again',
    [
      ['/x', a],
      ['/x', a],
      ['/x?page=2', b],
    ],
    [2],
  ],
  [
    'what is no list',
    [
      ['/x', { ok: true }],
      ['/x?page=2', 'text'],
    ],
    [],
  ],
])('%s', (_, exchanges, lengths) => {
  expect(pageSequences(exchanges.map(exchange)).map(({ pages }) => pages.length)).toEqual(lengths);
});
