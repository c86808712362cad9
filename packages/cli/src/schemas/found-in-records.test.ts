import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foundInRecords } from './found-in-records.ts';
import { type FoundType, joinFound } from './found-type.ts';
import { profileOf } from './value-profile.ts';

/** What is found in the values of one field. */
const foundIn = (values: readonly any[]): FoundType | undefined =>
  foundInRecords(profileOf(values.map((a) => ({ a })))).fields?.get('a');

describe('formats: only where all texts have it', () => {
  test.each([
    ['date-time', ['2024-01-01T00:00:00Z', '2024-02-29T23:59:59.123+02:00']],
    ['date', ['2024-01-01', '2024-02-29']],
    ['time', ['10:00:00Z']],
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000']],
    ['email', ['a@example.com']],
    ['uri', ['https://example.com/a?b=1', 's3://bucket/key']],
    ['ipv4', ['127.0.0.1']],
    ['ipv6', ['::1']],
  ])('%s', (format, texts) => {
    expect(foundIn(texts)?.formats).toEqual([format]);
    expect(foundIn([...texts, null])?.formats).toEqual([format]);
    expect(foundIn([...texts, ''])?.formats).toEqual([]);
  });

  test.each(['2024-02-30', '2024-01-01T00:00:00', 'order:paid', '20240101', '1.2.3', 'x'.repeat(3000)])(
    '%s has none',
    (text) => {
      expect(foundIn([text])?.formats).toEqual([]);
    },
  );
});

describe('types', () => {
  test.each<[string, unknown[], string[]]>([
    ['integers beyond 2^53 are integers', [1, 9007199254740993n], ['integer']],
    ['a fraction makes numbers of integers', [1, 1.5, 2], ['number']],
    ['null is a type', ['a', null], ['string', 'null']],
    ['whatever comes', [{}, [], 'a', 1, true, null], ['object', 'array', 'string', 'integer', 'boolean', 'null']],
  ])('%s', (_, values, types) => {
    expect(foundIn(values)?.types).toEqual(types);
  });
});

describe('enums: few words that come again and again', () => {
  const cycle = (count: number, texts: readonly unknown[]): unknown[] =>
    Array.from({ length: count }, (_item, index) => texts[index % texts.length]);

  test('are suggested', () => {
    expect(foundIn(cycle(40, ['open', 'paid', 'on hold', null]))).toMatchObject({
      isEnum: true,
      texts: ['on hold', 'open', 'paid'],
    });
  });

  test.each<[string, unknown[]]>([
    ['too few times', cycle(20, ['open', 'paid', 'done'])],
    [
      'too many words',
      cycle(
        200,
        Array.from({ length: 13 }, (_item, index) => `w${index}`),
      ),
    ],
    ['numbers', cycle(100, ['1', '2'])],
    ['names of people and places', cycle(100, ['Łódź', 'Orléans'])],
    ['formats', cycle(100, ['2024-01-01', '2024-01-02'])],
    ['empty texts', cycle(100, ['open', ''])],
  ])('%s are none', (_, values) => {
    expect(foundIn(values)?.isEnum).toBe(false);
  });

  test('with very many texts only that is known', () => {
    expect(foundIn(Array.from({ length: 1000 }, (_item, index) => `w${index}`))).toMatchObject({ texts: 'many' });
  });
});

test('fields that are always there, and not null, are known as such', () => {
  const found = foundInRecords(
    profileOf([
      { a: 1, b: 1, c: null },
      { a: 2, c: 3 },
    ]),
  );
  expect([...(found.always ?? [])]).toEqual(['a']);
});

describe('joined', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(null, true, 1, 1.5, 'a', '2024-01-01', 'b'),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const values = fc.array(value as fc.Arbitrary<any>, { minLength: 1, maxLength: 6 });
  const found = (sample: readonly any[]): FoundType => foundInRecords(profileOf(sample));

  test('two samples say what they say together', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        expect(withoutGuesses(joinFound(found(first), found(second)))).toEqual(
          withoutGuesses(found([...first, ...second])),
        );
      }),
    );
  });

  test('in whatever order, and however often', () => {
    fc.assert(
      fc.property(values, values, values, (first, second, third) => {
        const [a, b, c] = [found(first), found(second), found(third)];
        expect(joinFound(a, joinFound(b, c))).toEqual(joinFound(joinFound(a, b), c));
        expect(joinFound(a, b)).toEqual(joinFound(b, a));
        expect(withoutGuesses(joinFound(a, a))).toEqual(withoutGuesses(a));
      }),
    );
  });

  /** Whether texts are an enum depends on how many there were. */
  function withoutGuesses({ isEnum: _isEnum, fields, items, ...rest }: FoundType): object {
    return {
      ...rest,
      fields: new Map([...(fields ?? [])].map(([name, field]) => [name, withoutGuesses(field)])),
      items: items && withoutGuesses(items),
    };
  }
});
