import { expect, test } from 'vitest';
import { cacheKey } from './cache-key.ts';
import type { HttpRequest } from './http-request.ts';

const base: HttpRequest = { url: '/orders', params: { limit: 5 }, headers: { 'X-Shop': 'a', accept: 'b' } };

test.each<[string, HttpRequest]>([
  ['another case and order of headers', { ...base, headers: { ACCEPT: 'b', 'x-shop': 'a' } }],
  ['GET said or not', { ...base, method: 'GET' }],
  ['parameters left out', { ...base, params: { limit: 5, cursor: undefined } }],
  ['whether it is streamed', { ...base, streamed: true }],
])('H11: the same: %s', (_, request) => {
  expect(cacheKey(request)).toBe(cacheKey(base));
});

test.each<[string, HttpRequest]>([
  ['method', { ...base, method: 'POST' }],
  ['URL', { ...base, url: '/orders/' }],
  ['urlBase', { ...base, urlBase: 'https://b.example' }],
  ['parameter', { ...base, params: { limit: 6 } }],
  ['header', { ...base, headers: { ...base.headers, 'X-Shop': 'c' } }],
  ['body', { ...base, body: { json: { query: '{ a }' } } }],
])('H11: another %s is another request', (_, request) => {
  expect(cacheKey(request)).not.toBe(cacheKey(base));
});

test('H11: bodies are told apart by what they hold', () => {
  const key = (variables: object): string => cacheKey({ ...base, method: 'POST', body: { json: { ...variables } } });
  expect(key({ after: 'a' })).toBe(key({ after: 'a' }));
  expect(key({ after: 'a' })).not.toBe(key({ after: 'b' }));
  expect(key({ after: 9007199254740993n })).not.toBe(key({ after: 9007199254740992n }));
});
