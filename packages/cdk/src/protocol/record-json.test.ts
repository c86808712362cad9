import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordToJson } from './record-json.ts';

describe('P15: a bigint leaves digit for digit', () => {
  test.each<[object, string]>([
    [{ id: 9007199254740993n }, '{"id":9007199254740993}'],
    [{ id: -123456789012345678901234567890n }, '{"id":-123456789012345678901234567890}'],
    [{ id: 0n }, '{"id":0}'],
    [{ a: [1n, { b: 2n }], c: 'x' }, '{"a":[1,{"b":2}],"c":"x"}'],
    [
      { a: 9007199254740993n, b: undefined, c: new Date(0), d: null },
      '{"a":9007199254740993,"c":"1970-01-01T00:00:00.000Z","d":null}',
    ],
    [{ text: '9007199254740993', id: 9007199254740993n }, '{"text":"9007199254740993","id":9007199254740993}'],
  ])('as %#', (record, json) => {
    expect(recordToJson(record)).toBe(json);
  });

  test('any bigint anywhere', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.string(), (value, text) => {
        expect(recordToJson({ text, list: [value] })).toBe(`{"text":${JSON.stringify(text)},"list":[${value}]}`);
      }),
    );
  });
});

describe('F: what is no record throws', () => {
  const circle: Record<string, unknown> = { id: 1 };
  circle['self'] = circle;
  const circleWithBigint = { big: 1n, circle };

  test.each([
    ['a list', [1, 2], 'a record must be an object, got [1,2]'],
    ['an empty list', [], 'a record must be an object, got []'],
    ['null', null, 'a record must be an object, got null'],
    ['text', '{"id":1}', 'a record must be an object, got "{\\"id\\":1}"'],
    ['a number', 7, 'a record must be an object, got 7'],
    ['a bigint', 7n, 'a record must be an object, got 7'],
    ['a boolean', true, 'a record must be an object, got true'],
    ['nothing', undefined, 'a record must be an object, got undefined'],
    ['a function', () => 1, 'a record must be an object, got function'],
    ['a date', new Date(0), 'a record must be an object, got "1970-01-01T00:00:00.000Z"'],
    ['an object that says it is nothing', { toJSON: () => undefined }, 'a record must be an object, got object'],
    ['a long text, cut', 'x'.repeat(100), `a record must be an object, got "${'x'.repeat(39)}`],
  ])('%s', (_, record, message) => {
    expect(() => recordToJson(record)).toThrow(new TypeError(message));
  });

  test.each([
    ['a circle', circle],
    ['a circle with a bigint', circleWithBigint],
  ])('%s', (_, record) => {
    expect(() => recordToJson(record)).toThrow(/^Converting circular structure to JSON/);
  });

  test('what toJSON throws', () => {
    const record = {
      toJSON() {
        throw new Error('own');
      },
    };
    expect(() => recordToJson(record)).toThrow('own');
  });
});
