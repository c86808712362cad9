import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { acceptsGzip, compressedReply } from './compressed-reply.ts';
import { jsonReply } from './reply.ts';

test.each([
  ['gzip', true],
  ['br, gzip;q=0.5', true],
  ['gzip, deflate', true],
  ['br', false],
  ['gzip;q=0', false],
  ['gzip; q=0.0, br', false],
  [undefined, false],
])('Accept-Encoding %s accepts gzip: %s', (header, accepts) => {
  expect(acceptsGzip(header)).toBe(accepts);
});

test('compresses bytes and says so', () => {
  const reply = compressedReply(jsonReply(200, '{"a":1}'));
  expect(reply.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(reply.body as Buffer).toString()).toBe('{"a":1}');
});

test('compresses a stream', async () => {
  const reply = compressedReply({ status: 200, headers: {}, body: () => Readable.from([Buffer.from('a\nb\n')]) });
  expect(gunzipSync(await buffer((reply.body as () => Readable)())).toString()).toBe('a\nb\n');
});

test('leaves a body that is gzip already', () => {
  const reply = { status: 200, headers: { 'content-type': 'application/gzip' }, body: Buffer.from('x') };
  expect(compressedReply(reply)).toBe(reply);
});
