import { describe, expect, test } from 'vitest';
import { maskHeader, maskQuery } from './mask-secrets.ts';

describe('headers', () => {
  test.each([
    ['Authorization', 'Bearer abc', 'Bearer ****'],
    ['authorization', 'Basic dXNlcjpwYXNz', 'Basic ****'],
    ['authorization', 'abc', '****'],
    ['Authorization', 'Digest username="jo", response="abc"', 'Digest ****'],
    ['Proxy-Authorization', 'Basic abc', 'Basic ****'],
    ['Cookie', 'a=1; session=abc=; b', 'a=****; session=****; b'],
    ['Set-Cookie', 'sid=abc=d; Path=/; Max-Age=3', 'sid=****; Path=/; Max-Age=3'],
    ['X-Api-Key', 'abc', '****'],
    ['X-Session-Token', 'abc', '****'],
    ['Location', 'https://a.test/x?code=abc&state=1', 'https://a.test/x?code=****&state=1'],
    ['Link', '<https://a.test/x?page=2&token=abc>; rel="next"', '<https://a.test/x?page=2&token=****>; rel="next"'],
    ['Referer', 'https://jo:abc@a.test/', 'https://****@a.test/'],
    ['WWW-Authenticate', 'Bearer realm="a", error="invalid_token"', 'Bearer realm="a", error="invalid_token"'],
    ['X-RateLimit-Remaining-Tokens', '100', '100'],
    ['Content-Type', 'text/html; charset=utf-8', 'text/html; charset=utf-8'],
    ['ETag', '"abc"', '"abc"'],
  ])('%s: %s', (name, value, masked) => {
    expect(maskHeader(name, value)).toBe(masked);
  });
});

test.each([
  ['https://a.test/x?api_key=abc&page=2', 'https://a.test/x?api_key=****&page=2'],
  [
    'https://a.test/x?page=2&api%5Fkey=abc#access_token=abc',
    'https://a.test/x?page=2&api%5Fkey=****#access_token=****',
  ],
  ['https://jo:abc@a.test/x', 'https://****@a.test/x'],
  ['https://a.test/x?email=jo@b.test', 'https://a.test/x?email=jo@b.test'],
  ['https://a.test/?page_token=abc', 'https://a.test/?page_token=abc'],
  ['https://a.test/?%E0%A4%A=1&token=abc', 'https://a.test/?%E0%A4%A=1&token=****'],
  ['/x?key=abc', '/x?key=****'],
  ['', ''],
])('URLs: %s', (text, masked) => {
  expect(maskQuery(text)).toBe(masked);
});
