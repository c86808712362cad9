import { describe, expect, test } from 'vitest';
import { matchesRequest, type OutgoingRequest, pathBelow, type RequestMatcher } from './request-matcher.ts';

const request: OutgoingRequest = {
  method: 'POST',
  url: new URL('https://api.example.com/v1/orders/7/events?expand=lines&tag=a&tag=b'),
  path: '/orders/7/events',
  headers: { 'x-team': 'red', 'x-none': undefined },
  body: undefined,
};

describe('H6: which requests a matcher means', () => {
  test.each<[RequestMatcher, boolean]>([
    [{}, true],
    [{ method: 'POST' }, true],
    [{ method: 'GET' }, false],
    [{ method: ['GET', 'POST'] }, true],
    [{ path: '/orders' }, true],
    [{ path: 'orders/' }, true],
    [{ path: '/' }, true],
    [{ path: '/orders/7/events' }, true],
    [{ path: '/orders/7/eve' }, false],
    [{ path: '/v1/orders' }, false],
    [{ path: /events$/ }, true],
    [{ path: /^\/products/ }, false],
    [{ params: { expand: 'lines' } }, true],
    [{ params: { expand: 'line' } }, false],
    [{ params: { expand: /^line/ } }, true],
    [{ params: { tag: 'b' } }, true],
    [{ params: { tag: 'b', limit: /./ } }, false],
    [{ headers: { 'X-Team': 'red' } }, true],
    [{ headers: { 'X-Team': 'blue' } }, false],
    [{ headers: { 'X-None': /.*/ } }, false],
    [{ method: 'POST', path: '/orders', params: { expand: 'lines' }, headers: { 'x-team': 'red' } }, true],
    [{ method: 'POST', path: '/orders', params: { expand: 'lines' }, headers: { 'x-team': 'blue' } }, false],
  ])('%j: %s', (matcher, isMeant) => {
    expect(matchesRequest(matcher, request)).toBe(isMeant);
  });

  test('a pattern with the flag g gives the same each time', () => {
    const matcher = { path: /events/g };
    expect([1, 2].map(() => matchesRequest(matcher, request))).toEqual([true, true]);
  });
});

describe('the path below urlBase', () => {
  test.each([
    ['https://a.example/v1', 'https://a.example/v1/orders?x=1', '/orders'],
    ['https://a.example/v1/', 'https://a.example/v1/orders', '/orders'],
    ['https://a.example/v1', 'https://a.example/v1', '/'],
    ['https://a.example', 'https://a.example/v1/orders', '/v1/orders'],
    ['https://a.example/v1', 'https://a.example/v10/orders', '/v10/orders'],
    ['https://a.example/v1', 'https://b.example/v1/orders', '/v1/orders'],
    [undefined, 'https://a.example/v1/orders', '/v1/orders'],
  ])('with %s of %s is %s', (urlBase, url, path) => {
    expect(pathBelow(urlBase, new URL(url))).toBe(path);
  });
});
