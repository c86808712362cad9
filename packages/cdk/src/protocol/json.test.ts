import { describe, expect, test } from 'vitest';
import { isJsonObject, jsonTypeOf, showValue } from './json.ts';

const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe('jsonTypeOf and isJsonObject', () => {
  test.each<[unknown, string, boolean]>([
    [null, 'null', false],
    [undefined, 'nothing', false],
    [[], 'array', false],
    [{}, 'object', true],
    ['', 'string', false],
    [0, 'number', false],
    [0n, 'bigint', false],
    [false, 'boolean', false],
    [() => 0, 'function', false],
  ])('%s is %s', (value, type, isObject) => {
    expect([jsonTypeOf(value), isJsonObject(value)]).toEqual([type, isObject]);
  });
});

describe('showValue shows any value and never throws', () => {
  test.each<[unknown, string]>([
    ['a "b"', '"a \\"b\\""'],
    [7, '7'],
    [null, 'null'],
    [undefined, 'nothing'],
    [{ a: [1] }, '{"a":[1]}'],
    [9007199254740993n, '9007199254740993'],
    [{ id: 9007199254740993n }, '{"id":"9007199254740993"}'],
    [Symbol('s'), 'symbol'],
    [() => 0, 'function'],
    [circle, '[object Object]'],
  ])('%s', (value, text) => {
    expect(showValue(value)).toBe(text);
  });

  test('is cut to a length', () => {
    expect(showValue('x'.repeat(300))).toBe(`"${'x'.repeat(199)}…`);
    expect(showValue('abc', 3)).toBe('"ab…');
    expect(showValue('abc', 5)).toBe('"abc"');
  });
});
