import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { DigestCheck, digestOf } from './digest.ts';

const content = 'twelve bytes';
const read = (digest: string, size: number): Promise<Buffer> =>
  buffer(
    Readable.from([content.slice(0, 5), content.slice(5)].map((text) => Buffer.from(text))).pipe(
      new DigestCheck({ digest, size }, 'registry.example.com/node'),
    ),
  );

test('hands on what was promised', async () => {
  expect((await read(digestOf(content), 12)).toString()).toBe(content);
});

test.each([
  ['other bytes', digestOf('other'), 12],
  ['fewer bytes', digestOf(content), 13],
])('%s than promised are an error that tells both', async (_, digest, size) => {
  await expect(read(digest, size)).rejects.toThrow(
    `registry.example.com/node gave other content than it promised: expected ${size} bytes with the digest ${digest}, got 12 bytes with the digest ${digestOf(content)}`,
  );
});

test('a digest of an unknown kind is refused', () => {
  expect(() => new DigestCheck({ digest: 'md5:1', size: 1 }, 'registry.example.com/node')).toThrow(
    /md5:1, of an unknown kind/,
  );
});
