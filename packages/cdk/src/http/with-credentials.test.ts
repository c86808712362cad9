import { describe, expect, test } from 'vitest';
import { ConfigError } from '../errors/config-error.ts';
import type { Credentials } from './authenticators/authenticator.ts';
import type { HttpRequest } from './http-request.ts';
import { withCredentials } from './with-credentials.ts';

const url = 'orders';

test.each<[string, HttpRequest, Omit<Credentials, 'secrets'>, Partial<HttpRequest>]>([
  [
    'headers win, whatever their case',
    { url, headers: { 'X-Key': 'a', b: 'b' } },
    { headers: { 'x-KEY': 'k' } },
    { headers: { 'x-key': 'k', b: 'b' } },
  ],
  ['parameters win', { url, params: { key: 'a', b: 1 } }, { params: { key: 'k' } }, { params: { key: 'k', b: 1 } }],
  ['a cookie alone', { url }, { cookies: { sid: 'k' } }, { headers: { cookie: 'sid=k' } }],
  [
    'a cookie beside others, in place of one of its name',
    { url, headers: { Cookie: 'lang=en; sid=old;x=1' } },
    { cookies: { sid: 'k' } },
    { headers: { cookie: 'lang=en; x=1; sid=k' } },
  ],
  [
    'cookies of the request stay without any',
    { url, headers: { Cookie: 'lang=en' } },
    {},
    { headers: { cookie: 'lang=en' } },
  ],
  [
    'a field of a JSON object',
    { url, body: { json: { key: 'a', q: 1 } } },
    { bodyFields: { key: 'k' } },
    { body: { json: { key: 'k', q: 1 } } },
  ],
  [
    'a field of a form',
    { url, body: { form: { q: 'x' } } },
    { bodyFields: { key: 'k' } },
    { body: { form: { q: 'x', key: 'k' } } },
  ],
  [
    'a field without a body makes a JSON object',
    { url },
    { bodyFields: { key: 'k' } },
    { body: { json: { key: 'k' } } },
  ],
  ['a body stays as it is without fields', { url, body: { text: 'x' } }, {}, { body: { text: 'x' } }],
])('A1: %s', (_, request, credentials, expected) => {
  expect(withCredentials(request, { ...credentials, secrets: [] })).toMatchObject(expected);
});

test('without credentials only the case of header names changes', () => {
  expect(withCredentials({ url, headers: { 'X-A': '1' } }, undefined)).toEqual({ url, headers: { 'x-a': '1' } });
});

describe('F: where credentials cannot stand', () => {
  test.each<[NonNullable<HttpRequest['body']>, string]>([
    [{ text: '<a/>' }, 'text'],
    [{ json: [1] }, 'array'],
    [{ json: null }, 'null'],
  ])('the body %j has no fields', (body, found) => {
    expect(() => withCredentials({ url, body }, { bodyFields: { key: 'k' }, secrets: [] })).toThrow(
      `The credentials are fields of the body (key), which must be a JSON object or a form, got ${found}`,
    );
  });

  test.each(['a b', 'a;b', 'a,b', 'a\n'])('%j is no value of a cookie, and is not shown', (value) => {
    const add = (): unknown => withCredentials({ url }, { cookies: { sid: value }, secrets: [value] });
    expect(add).toThrow(new ConfigError('The value of the cookie "sid" has a space, a comma or a semicolon'));
  });
});
