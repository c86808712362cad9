import { expect, test } from 'vitest';
import type { ApiRequest } from '../recording/exchange.ts';
import { compareRequests } from './compare-requests.ts';

const API = 'https://api.example.com';

function asked(...urls: string[]): ApiRequest[] {
  return urls.map((url) => ({ method: 'GET', url: API + url, headers: {}, body: Buffer.alloc(0) }));
}

test.each<[string, string[], string[], string[]]>([
  ['the same pages', ['/orders?page=1', '/orders?page=2'], ['/orders?page=1', '/orders?page=2'], []],
  [
    'another place',
    ['/v1/orders'],
    ['/v2/orders'],
    [`asks GET ${API}/v2/orders`, `no longer asks GET ${API}/v1/orders`],
  ],
  ['places that name a record are one', ['/orders/1/lines'], ['/orders/2/lines', '/orders/3/lines'], []],
  ['a parameter more', ['/orders'], ['/orders?expand=lines'], [`sends "expand" of GET ${API}/orders`]],
  ['a parameter less', ['/orders?a=1'], ['/orders'], [`no longer sends "a" of GET ${API}/orders`]],
  ['another value', ['/orders?limit=10'], ['/orders?limit=20'], [`"limit" 10 → 20 of GET ${API}/orders`]],
  ['values that change from page to page', ['/orders?page=1', '/orders?page=2'], ['/orders?page=0'], []],
  ['another secret says nothing', ['/orders?api_key=abc'], ['/orders?api_key=def'], []],
  [
    'a parameter that comes twice',
    ['/orders?e[]=a&e[]=b'],
    ['/orders?e[]=a&e[]=c&e[]=d'],
    [`"e[]" (number 2) b → c of GET ${API}/orders`, `sends "e[]" (number 3) of GET ${API}/orders`],
  ],
])('%s', (_, before, after, words) => {
  expect(compareRequests(asked(...before), asked(...after)).map(({ message }) => message)).toEqual(words);
});

test('fields of a body are parameters, too', () => {
  const post = (body: object): ApiRequest[] => [
    {
      method: 'POST',
      url: `${API}/search`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    },
  ];
  expect(compareRequests(post({ filter: { a: 1 } }), post({ filter: { a: 2 } })).map(({ message }) => message)).toEqual(
    [`"body.filter.a" 1 → 2 of POST ${API}/search`],
  );
});
