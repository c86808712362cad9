import { describe, expect, test } from 'vitest';
import { buildUrl, encodeForm, type QueryParams } from './http-request.ts';

describe('buildUrl', () => {
  test.each([
    ['https://a.b/v1', '/x', 'https://a.b/v1/x'],
    ['https://a.b/v1/', 'x', 'https://a.b/v1/x'],
    ['https://a.b/v1//', '//x', 'https://a.b/v1/x'],
    ['https://a.b', 'x/y', 'https://a.b/x/y'],
    ['https://a.b/v1', '', 'https://a.b/v1'],
    ['https://a.b/v1/', '', 'https://a.b/v1/'],
    ['https://a.b/v1', '/', 'https://a.b/v1/'],
    ['https://a.b/v1', 'x?page=2', 'https://a.b/v1/x?page=2'],
    ['https://a.b/v1', '/é ü', 'https://a.b/v1/%C3%A9%20%C3%BC'],
    ['https://a.b/v1', 'https://c.d/y?z=1', 'https://c.d/y?z=1'],
    ['https://a.b/v1', 'HTTPS://c.d/y', 'https://c.d/y'],
    [undefined, 'https://c.d/y', 'https://c.d/y'],
    ['https://a.b/v1', '//evil.example/x', 'https://a.b/v1/evil.example/x'],
    ['https://a.b/v1', '/redirect?to=https://c.d', 'https://a.b/v1/redirect?to=https://c.d'],
  ])('%s + %j is %s', (urlBase, url, expected) => {
    expect(buildUrl(urlBase, url).href).toBe(expected);
  });

  test.each([
    [undefined, '/x'],
    ['api.example.com', 'x'],
    ['', 'x'],
  ])('%j + %j is no URL', (urlBase, url) => {
    expect(() => buildUrl(urlBase, url)).toThrow(TypeError);
  });

  test.each<[string, QueryParams, string]>([
    ['text is encoded', { q: 'a&b=c d/é+' }, '?q=a%26b%3Dc+d%2F%C3%A9%2B'],
    [
      'numbers, bigints and booleans are written out',
      { a: 0, b: 9007199254740993n, c: false },
      '?a=0&b=9007199254740993&c=false',
    ],
    ['a date is ISO 8601', { since: new Date(0) }, '?since=1970-01-01T00%3A00%3A00.000Z'],
    ['undefined and null are left out', { a: undefined, b: null, c: 1 }, '?c=1'],
    ['empty text is sent', { a: '' }, '?a='],
    ['a list gives the parameter once for each item', { id: [1, 2, 'x'] }, '?id=1&id=2&id=x'],
    ['an empty list gives none', { id: [] }, ''],
  ])('%s', (_, params, search) => {
    expect(buildUrl('https://a.b', 'x', params).search).toBe(search);
  });

  test('a parameter takes the place of one that the URL already has, however often', () => {
    expect(buildUrl('https://a.b', 'x?page=1&page=2&keep=me', { page: 3 }).search).toBe('?keep=me&page=3');
  });

  test('undefined leaves what the URL already has', () => {
    expect(buildUrl('https://a.b', 'x?page=1', { page: undefined }).search).toBe('?page=1');
  });
});

test('H10: encodeForm writes application/x-www-form-urlencoded', () => {
  expect(encodeForm({ a: 'x y', b: [1, true], c: undefined, d: 'ü&=' })).toBe('a=x+y&b=1&b=true&d=%C3%BC%26%3D');
});
