import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';
import { writeJson } from './write-json.ts';

test('what was read is written digit for digit', () => {
  for (const json of [
    '{"id":9007199254740993}',
    '[-123456789012345678901234567890,1,"9007199254740993"]',
    '{"a":null}',
  ]) {
    expect(writeJson(parseJson(json))).toBe(json);
  }
});

test('without a bigint it is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(writeJson(value)).toBe(JSON.stringify(value));
    }),
  );
  expect(writeJson(() => 1)).toBeUndefined();
});

test('a circle throws', () => {
  const circle: Record<string, unknown> = { big: 1n };
  circle['self'] = circle;
  expect(() => writeJson(circle)).toThrow(/circular/);
});
