import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseJson } from './parse-json.ts';
import { recordToJson } from './record-json.ts';

describe('P15: an integer beyond 2^53 becomes a bigint', () => {
  test.each<[string, unknown]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740991', -9007199254740991],
    ['-9007199254740992', -9007199254740992n],
    ['-9007199254740993', -9007199254740993n],
    ['123456789012345678901234567890', 123456789012345678901234567890n],
    ['1000000000000000', 1000000000000000],
    [
      '{"a":{"b":[1,9007199254740993,{"c":-9223372036854775808}]}}',
      { a: { b: [1, 9007199254740993n, { c: -9223372036854775808n }] } },
    ],
    ['{"a":1,"b":12345678901234567890}', { a: 1, b: 12345678901234567890n }],
    [' [ 9007199254740993 ] ', [9007199254740993n]],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toStrictEqual(value);
  });

  test.each([
    ['a decimal', '1.2345678901234567890'],
    ['a decimal with a long whole part', '12345678901234567890.5'],
    ['an exponent', '12345678901234567890e2'],
    ['an exponent in capitals', '1E400'],
    ['a decimal of zeros', '9007199254740993.0'],
    ['text of digits', '"12345678901234567890"'],
    ['a key of digits', '{"12345678901234567890":1}'],
    ['text of digits beside a decimal', '{"id":"9007199254740993","x":0.1234567890123456789}'],
    ['minus zero', '[-0,"1234567890123456"]'],
    ['__proto__', '{"__proto__":{"id":"1234567890123456"},"a":1}'],
    ['a key twice', '{"a":"1234567890123456","a":2}'],
    ['15 digits', '123456789012345'],
  ])('%s is as JSON.parse has it', (_, text) => {
    expect(parseJson(text)).toStrictEqual(JSON.parse(text));
  });

  test('wherever sixteen digits stand in a text', () => {
    for (let offset = 0; offset < 40; offset++) {
      const text = `{"${'k'.repeat(offset)}":9007199254740993}`;
      expect(parseJson(text), text).toStrictEqual({ ['k'.repeat(offset)]: 9007199254740993n });
    }
  });
});

describe('JSON without big integers', () => {
  test('is as JSON.parse has it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/(?<![\d.])\d{16,}(?![\d.eE])/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')));
        expect(parseJson(text)).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  test('is as JSON.parse has it, also with text of many digits beside', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(
            fc.maxSafeInteger(),
            fc.double({ noNaN: true, max: 1e15, min: -1e15 }),
            fc.string(),
            fc.constant(null),
          ),
        ),
        (value) => {
          const text = JSON.stringify({ digits: '1234567890123456789', value });
          expect(parseJson(text)).toStrictEqual(JSON.parse(text));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('P15: what is parsed leaves digit for digit, however deep it stands', () => {
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.bigInt(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        fc.string().filter((key) => !/^(?:0|[1-9]\d*|__proto__|toJSON)$/.test(key)),
        tie('node'),
        { maxKeys: 4 },
      ),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (value) => {
      const text = recordToJson({ value });
      expect(recordToJson(parseJson(text))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test.each(['', '{', '{"a":1,}', 'nope', '{"id":9007199254740993', "{'a':1}", '01', '12345678901234567890 x'])(
  'F: %j throws a SyntaxError',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test.each(['{"a":0.12345678901234567}', '{"a":"4111111111111111"}', '[-0.12345678901234567,"12345678901234567890"]'])(
  'fractions and text with many digits take the fast path: %s',
  (text) => {
    const parse = vi.spyOn(JSON, 'parse');
    parseJson(text);
    const calls = [...parse.mock.calls];
    parse.mockRestore();
    expect(calls).toEqual([[text]]);
  },
);
