import { expect, test } from 'vitest';
import { trimBody } from './page-records.ts';

test.each([
  ['a list', '[1,2,3,4,5,6]', '[1,2,6]'],
  [
    'a list in an object',
    '{"total":6,"data":{"items":[1,2,3,4,5,6]},"next":"p2"}',
    '{"total":6,"data":{"items":[1,2,6]},"next":"p2"}',
  ],
  ['the longest of several', '{"columns":[1,2,3,4],"rows":[1,2,3,4,5]}', '{"columns":[1,2,3,4],"rows":[1,2,5]}'],
  ['lists in records', '{"data":[{"tags":[1,2,3,4]},{}]}', '{"data":[{"tags":[1,2,3,4]},{}]}'],
  ['JSON lines', '{"a":1}\n{"a":2}\n\n{"a":3}\n{"a":4}\n', '{"a":1}\n{"a":2}\n{"a":4}\n'],
  ['one record', '{"id":1}', '{"id":1}'],
  ['integers beyond 2^53', '[12345678901234567890,2,3,4]', '[12345678901234567890,2,4]'],
  ['text', 'a,b\n1,2\n3,4\n5,6\n', 'a,b\n1,2\n3,4\n5,6\n'],
  ['nothing', '', ''],
])('of %s three records are kept: the first ones and the last', (_, body, expected) => {
  expect(trimBody(Buffer.from(body), 3).toString()).toBe(expected);
});
