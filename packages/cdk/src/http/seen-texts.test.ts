import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { SeenTexts } from './seen-texts.ts';

/** The position of the first text that has been there before, `undefined` when there is none. */
function firstRepeat(length: number, text: (index: number) => string): number | undefined {
  const seen = new SeenTexts();
  for (let index = 0; index < length; index++) if (seen.add(text(index))) return index;
  return undefined;
}

test.each<[string, (index: number) => string]>([
  ['numbers', (index) => `${index}`],
  ['opaque cursors', (index) => Buffer.from(`after:${index}`).toString('base64url')],
  ['URLs', (index) => `https://api.example.com/v1/orders?per_page=100&page=${index}`],
  ['lists of the same letter', (index) => `${'a'.repeat(index % 100)}${index}`],
])('H8: no two of 300,000 %s are taken for one', (_, text) => {
  expect(firstRepeat(300_000, text)).toBeUndefined();
});

test.each([1, 2, 3, 1000, 49_999])('H8: a round of %i is noticed when it closes', (length) => {
  expect(firstRepeat(200_000, (index) => `t${index < 70_000 ? index : 70_000 + (index % length)}`)).toBe(
    70_000 + length,
  );
});

test('H8: a round that is longer than what is remembered is noticed when it is walked again', () => {
  const length = 150_000;
  const at = firstRepeat(4 * length, (index) => `t${index % length}`);
  expect(at).toBeGreaterThan(length);
  expect(at).toBeLessThan(3 * length);
});

test('H8: a million tokens of 250 bytes take less than 10 MB', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const token = (index: number): string => `https://api.example.com/v1/orders?cursor=${index}${'x'.repeat(200)}`;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const seen = new SeenTexts();
  for (let index = 0; index < 1_000_000; index++) seen.add(token(index));
  collectGarbage();
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(10);
  expect(seen.add(token(999_999))).toBe(true);
});
