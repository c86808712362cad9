import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configProblems } from './config-problems.ts';

const problems = (schema: object, config: unknown) => configProblems(schema as never, config as never);
const property = (schema: object, value: unknown) => problems({ properties: { a: schema } }, { a: value });

test('a valid config has no problems', async () => {
  expect(
    await problems({ type: 'object', required: ['a'], properties: { a: { type: 'string' } } }, { a: 'x' }),
  ).toEqual([]);
});

describe('P11: where it is, what was expected, what was found', () => {
  test.each<[string, object, unknown, string[]]>([
    ['required', { required: ['a'] }, {}, ['"a" is required']],
    ['required deeper down', { properties: { b: { required: ['a'] } } }, { b: {} }, ['"b.a" is required']],
    [
      'additionalProperties',
      { additionalProperties: false, properties: { a: {} } },
      { a: 1, b: 2 },
      ['"b" is not a known setting'],
    ],
    [
      'type',
      { type: 'object', properties: { a: { type: 'integer' } } },
      { a: 'x' },
      ['"a" must be an integer, got "x"'],
    ],
    [
      'several types',
      { properties: { a: { type: ['string', 'null'] } } },
      { a: 7 },
      ['"a" must be a string or null, got 7'],
    ],
    [
      'type, of an object',
      { properties: { a: { type: 'array' } } },
      { a: { b: 1 } },
      ['"a" must be an array, got an object'],
    ],
    [
      'type, of an integer beyond 2^53',
      { properties: { a: { type: 'string' }, b: { type: 'integer', minimum: 1 }, c: { type: ['number', 'null'] } } },
      { a: 12_345_678_901_234_567_891n, b: 12_345_678_901_234_567_891n, c: -12_345_678_901_234_567_891n },
      ['"a" must be a string, got 12345678901234567000'],
    ],
    ['type, of a list', { properties: { a: { type: 'object' } } }, { a: [1] }, ['"a" must be an object, got an array']],
    ['type, of null', { properties: { a: { type: 'boolean' } } }, { a: null }, ['"a" must be a boolean, got null']],
    ['type, of all', { type: 'object' }, [], ['The config must be an object, got an array']],
    [
      'format date',
      { properties: { a: { format: 'date' } } },
      { a: 'yesterday' },
      ['"a" must be an ISO 8601 date, got "yesterday"'],
    ],
    [
      'format date-time',
      { properties: { a: { format: 'date-time' } } },
      { a: '2024' },
      ['"a" must be an ISO 8601 date and time, got "2024"'],
    ],
    ['format uri', { properties: { a: { format: 'uri' } } }, { a: 'x' }, ['"a" must be a URL, got "x"']],
    ['format email', { properties: { a: { format: 'email' } } }, { a: 'x' }, ['"a" must be an email, got "x"']],
    ['enum', { properties: { a: { enum: ['x', 1, null] } } }, { a: 'y' }, ['"a" must be one of "x", 1, null, got "y"']],
    ['const', { properties: { a: { const: 'x' } } }, { a: 'y' }, ['"a" must be "x", got "y"']],
    [
      'pattern',
      { properties: { a: { pattern: '^\\d+$' } } },
      { a: 'y' },
      ['"a" must match the pattern ^\\d+$, got "y"'],
    ],
    ['minimum', { properties: { a: { minimum: 1 } } }, { a: 0 }, ['"a" must be at least 1, got 0']],
    [
      'minLength',
      { properties: { a: { minLength: 2 } } },
      { a: 'x' },
      ['"a" must have at least 2 characters, got "x"'],
    ],
    [
      'maxItems',
      { properties: { a: { maxItems: 1 } } },
      { a: [1, 2] },
      ['"a" must NOT have more than 1 items, got an array'],
    ],
    [
      'an item of a list',
      { properties: { a: { items: { type: 'string' } } } },
      { a: ['x', 7] },
      ['"a.1" must be a string, got 7'],
    ],
    [
      'a name with a slash and a tilde',
      { properties: { 'a/b~c': { type: 'string' } } },
      { 'a/b~c': 7 },
      ['"a/b~c" must be a string, got 7'],
    ],
    [
      'a long value, cut',
      { properties: { a: { type: 'integer' } } },
      { a: 'x'.repeat(100) },
      [`"a" must be an integer, got "${'x'.repeat(79)}…`],
    ],
  ])('%s', async (_, schema, config, expected) => {
    expect(await problems(schema, config)).toEqual(expected);
  });

  test('all problems at once, each once', async () => {
    const schema = {
      type: 'object',
      required: ['token', 'start'],
      properties: { token: { type: 'string' }, size: { type: 'integer', minimum: 1 }, since: { format: 'date' } },
    };
    expect(await problems(schema, { size: 'many', since: 'x' })).toEqual([
      '"token" is required',
      '"start" is required',
      '"size" must be an integer, got "many"',
      '"since" must be an ISO 8601 date, got "x"',
    ]);
    expect(await problems({ allOf: [{ required: ['a'] }, { required: ['a'] }] }, {})).toEqual(['"a" is required']);
  });
});

describe('P11: a oneOf is about the option that the user chose', () => {
  const schema = {
    type: 'object',
    required: ['auth'],
    properties: {
      auth: {
        type: 'object',
        oneOf: [
          {
            required: ['type', 'token'],
            properties: { type: { const: 'token' }, token: { type: 'string', airbyte_secret: true } },
          },
          {
            required: ['type', 'user', 'password'],
            properties: {
              type: { const: 'basic' },
              user: { type: 'string' },
              password: { type: 'string', airbyte_secret: true },
            },
          },
        ],
      },
    },
  };

  test.each<[string, unknown, string[]]>([
    ['a valid one', { auth: { type: 'token', token: 't' } }, []],
    ['a missing field of the chosen one', { auth: { type: 'basic', user: 'u' } }, ['"auth.password" is required']],
    [
      'several problems of it',
      { auth: { type: 'basic', user: 7 } },
      ['"auth.password" is required', '"auth.user" must be a string, got 7'],
    ],
    [
      'a choice that is none',
      { auth: { type: 'oauth' } },
      ['"auth.type" must be one of "token", "basic", got "oauth"'],
    ],
    ['no oneOf at all', {}, ['"auth" is required']],
  ])('%s', async (_, config, expected) => {
    expect(await problems(schema, config)).toEqual(expected);
  });

  test('without a choice it says that one is required', async () => {
    expect(await problems(schema, { auth: {} })).toContain('"auth.type" is required');
  });

  test('text in place of the object is not shown: it may be the secret', async () => {
    const found = await problems(schema, { auth: 's3cr3t-token' });
    expect(found).toContain('"auth" must be an object');
    expect(found.join()).not.toContain('s3cr3t');
  });

  test('two options that both fit', async () => {
    const both = { properties: { a: { oneOf: [{ type: 'string' }, { minLength: 1 }] } } };
    expect(await problems(both, { a: 'x' })).toEqual(['"a" must be exactly one of its options']);
  });

  test('options without const show what each wanted', async () => {
    const schemas = { properties: { a: { oneOf: [{ type: 'string' }, { type: 'integer' }] } } };
    expect(await problems(schemas, { a: true })).toEqual([
      '"a" must be a string, got true',
      '"a" must be an integer, got true',
    ]);
  });
});

describe('P11: no secret value is shown', () => {
  const text = { type: 'string', airbyte_secret: true };
  test.each<[string, object, unknown, string]>([
    ['type', { ...text, type: 'integer' }, 's3cr3t', '"a" must be an integer'],
    ['pattern', { ...text, pattern: '^x' }, 's3cr3t', '"a" must match the pattern ^x'],
    ['minLength', { ...text, minLength: 99 }, 's3cr3t', '"a" must have at least 99 characters'],
    ['enum', { ...text, enum: ['x', 'y'] }, 's3cr3t', '"a" must be one of "x", "y"'],
    ['const', { ...text, const: 'x' }, 's3cr3t', '"a" must be "x"'],
    ['format', { ...text, format: 'uuid' }, 's3cr3t', '"a" must be a uuid'],
    [
      'an option inside the secret',
      { airbyte_secret: true, anyOf: [{ type: 'string', minLength: 99 }] },
      's3cr3t',
      '"a" must have at least 99 characters',
    ],
    [
      'an item of a secret list',
      { airbyte_secret: true, items: { minLength: 99 } },
      ['s3cr3t'],
      '"a.0" must have at least 99 characters',
    ],
    [
      'a member of a secret object',
      { airbyte_secret: true, properties: { b: { type: 'integer' } } },
      { b: 's3cr3t' },
      '"a.b" must be an integer',
    ],
    [
      'an item of a list of secrets',
      { items: { ...text, minLength: 99 } },
      ['s3cr3t'],
      '"a.0" must have at least 99 characters',
    ],
  ])('%s', async (_, schema, value, expected) => {
    const found = await property(schema, value);
    expect(found).toContain(expected);
    expect(found.join()).not.toContain('s3cr3t');
  });

  test('whatever the schema demands and the config holds', async () => {
    const secret = fc.stringMatching(/^[a-z]{3}-s3cr3t-[a-z]{3,90}$/);
    const demand = fc.constantFrom<object>(
      { type: 'integer' },
      { type: 'boolean' },
      { minLength: 500 },
      { maxLength: 1 },
      { pattern: '^[0-9]+$' },
      { enum: ['x'] },
      { const: 'x' },
      { format: 'date' },
      { format: 'uri' },
      { not: {} },
      { oneOf: [{ type: 'integer' }, { minLength: 500 }] },
      { anyOf: [{ type: 'null' }, { maxLength: 2 }] },
    );
    const place = fc.constantFrom<(schema: object, value: string) => [object, unknown]>(
      (schema, value) => [{ properties: { k: schema } }, { k: value }],
      (schema, value) => [{ properties: { k: { items: schema } } }, { k: [value, value] }],
      (schema, value) => [{ properties: { k: { properties: { v: schema } } } }, { k: { v: value } }],
      (schema, value) => [{ properties: { k: { properties: { v: schema } } } }, { k: value }],
      (schema, value) => [{ additionalProperties: schema }, { any: value }],
      (schema, value) => [
        { properties: { k: { oneOf: [{ properties: { t: { const: 'a' }, v: schema } }] } } },
        { k: { t: 'b', v: value } },
      ],
    );
    await fc.assert(
      fc.asyncProperty(secret, demand, place, async (value, keywords, put) => {
        const [schema, config] = put({ airbyte_secret: true, ...keywords }, value);
        expect((await problems(schema, config)).join('; ')).not.toContain(value.slice(0, 11));
        const strict = { ...schema, required: ['missing'], minProperties: 5 };
        expect((await problems(strict, config)).join('; ')).not.toContain(value.slice(0, 11));
      }),
      { numRuns: 200 },
    );
  });
});

test('F: a spec that is no valid JSON Schema is named', async () => {
  await expect(problems({ type: 'objekt' }, {})).rejects.toThrow(
    'The connectionSpecification of the spec is not a valid JSON Schema: ',
  );
});
