import { Readable } from 'node:stream';
import { expect, test } from 'vitest';

import { bodyPart } from './body-part.ts';

const stream =
  (...chunks: string[]) =>
  (): Readable =>
    Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

test.each([
  ['half of the bytes', Buffer.from('123456'), undefined, '123'],
  ['as many bytes as asked', Buffer.from('123456'), 5, '12345'],
  ['one byte less than all at the most', Buffer.from('123456'), 60, '12345'],
  ['no bytes when asked', Buffer.from('123456'), 0, ''],
  ['nothing of nothing', Buffer.alloc(0), undefined, ''],
  ['half of the first chunk', stream('1234', '5678'), undefined, '12'],
  ['bytes over several chunks', stream('1234', '5678', '9'), 6, '123456'],
  ['one byte less than a whole stream at the most', stream('1234', '5678'), 60, '1234567'],
  ['nothing of an empty stream', stream(), undefined, ''],
])('takes %s', async (_, body, bytes, part) => {
  expect((await bodyPart(body, bytes)).toString()).toBe(part);
});
