import { expect, test } from 'vitest';
import { noProxyTest } from './no-proxy.ts';

test.each([
  ['*', 'api.example.com', 443],
  ['example.com', 'example.com', 443],
  ['example.com', 'api.example.com', 443],
  ['.example.com', 'api.example.com', 443],
  ['.example.com', 'example.com', 443],
  ['*.example.com', 'a.b.example.com', 80],
  ['EXAMPLE.com', 'api.Example.COM', 443],
  ['example.com', 'example.com.', 443],
  ['example.com.', 'example.com', 443],
  ['other.org, example.com', 'example.com', 443],
  ['other.org example.com', 'example.com', 443],
  [' ,other.org ,, example.com, ', 'example.com', 443],
  ['example.com:8443', 'example.com', 8443],
  ['10.1.2.3', '10.1.2.3', 80],
  ['10.1.2.3:80', '10.1.2.3', 80],
  ['10.0.0.0/8', '10.1.2.3', 80],
  ['10.0.0.0/8', '::ffff:10.1.2.3', 80],
  ['fd00::/8', 'fd12::1', 80],
  ['::1', '::1', 80],
  ['::1', '0:0:0:0:0:0:0:1', 80],
  ['[::1]', '::1', 80],
  ['[::1]:8080', '::1', 8080],
  ['localhost,127.0.0.1', 'localhost', 80],
])('NO_PROXY=%j keeps the proxy away from %s:%d', (text, host, port) => {
  expect(noProxyTest(text)(host, port)).toBe(true);
});

test.each([
  ['', 'example.com', 443],
  ['example.com', 'badexample.com', 443],
  ['example.com', 'example.com.evil.org', 443],
  ['api.example.com', 'example.com', 443],
  ['example.com:8443', 'example.com', 443],
  ['10.0.0.0/8', '11.0.0.1', 80],
  ['10.0.0.0/8', '10.example.com', 80],
  ['10.0.0.0/99', '10.0.0.1', 80],
  ['10.0.0.0/x', '10.0.0.1', 80],
  ['[::1]:8080', '::1', 80],
  ['10.1', '10.1.2.3', 80],
  ['127.0.0.1', 'localhost', 80],
  ['https://example.com/', 'example.com', 443],
])('NO_PROXY=%j says nothing of %s:%d', (text, host, port) => {
  expect(noProxyTest(text)(host, port)).toBe(false);
});
