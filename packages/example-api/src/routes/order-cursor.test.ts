import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ApiError } from '../http/api-error.ts';
import { decodeOrderCursor, encodeOrderCursor } from './order-cursor.ts';

test('reads what it wrote, and writes only letters that a URL takes as they are', () => {
  const cursors = fc.record({
    sort: fc.constantFrom('asc' as const, 'desc' as const, 'unsorted' as const),
    lowest: fc.nat(),
    end: fc.nat(),
    position: fc.nat(),
  });
  fc.assert(
    fc.property(cursors, (cursor) => {
      const text = encodeOrderCursor(cursor);
      expect(decodeOrderCursor(text)).toEqual(cursor);
      expect(text).toMatch(/^[\w-]+$/);
    }),
  );
});

test.each(['', 'x', '!!', Buffer.from('asc:1:2').toString('base64url'), Buffer.from('up:1:2:3').toString('base64url')])(
  'refuses "%s"',
  (text) => {
    expect(() => decodeOrderCursor(text)).toThrow(ApiError);
  },
);

test('refuses a cursor with letters added, which base64 would ignore', () => {
  const text = encodeOrderCursor({ sort: 'asc', lowest: 0, end: 500, position: 100 });
  expect(() => decodeOrderCursor(`${text}=`)).toThrow(`"cursor" is not a cursor of this API, got "${text}="`);
});
