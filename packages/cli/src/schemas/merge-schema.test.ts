import type { JsonObject, JsonValue } from '@headwater/cdk/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenRules } from './broken-rules.ts';
import { foundInRecords } from './found-in-records.ts';
import { type MergedSchema, type MergeOptions, mergeSchema } from './merge-schema.ts';
import type { RecordSchema } from './record-schema.ts';
import { profileOf } from './value-profile.ts';

const nothing: RecordSchema = { type: 'object', additionalProperties: true, properties: {} };

function merge(schema: RecordSchema, records: readonly any[], options: Partial<MergeOptions> = {}): MergedSchema {
  const found = foundInRecords(profileOf(records));
  return mergeSchema(schema, found, { narrow: false, enums: false, required: [], ...options });
}

/** `kind field: text` of each change; `!` where the schema was changed. */
const changesOf = ({ changes }: MergedSchema): string[] =>
  changes.map(({ kind, field, text, isWritten }) => `${isWritten ? '! ' : ''}${kind} ${field}: ${text}`);

const propertiesOf = (schema: RecordSchema): any => schema.properties;

describe('what the schema does not allow, it allows afterwards', () => {
  test.each<[string, RecordSchema, unknown[], object, string]>([
    ['null', { type: 'string' }, ['a', null], { type: ['string', 'null'] }, 'string → string, null'],
    [
      'another type, before null',
      { type: ['string', 'null'] },
      ['a', true, null],
      { type: ['string', 'boolean', 'null'] },
      'string, null → string, boolean, null',
    ],
    ['a fraction', { type: 'integer' }, [1, 1.5], { type: 'number' }, 'integer → number'],
    [
      'a fraction, where null is allowed',
      { type: ['integer', 'null'] },
      [1.5, null],
      { type: ['number', 'null'] },
      'integer, null → number, null',
    ],
    [
      'a text without the format',
      { type: 'string', format: 'date' },
      ['2024-01-01', 'soon'],
      { type: 'string' },
      'format date → any text',
    ],
    [
      'a text outside the enum',
      { type: 'string', enum: ['b'] },
      ['b', 'a'],
      { type: 'string', enum: ['b', 'a'] },
      'enum + a',
    ],
    [
      'null outside the enum',
      { type: 'string', enum: ['b'] },
      ['b', null],
      { type: ['string', 'null'], enum: ['b', null] },
      'string → string, null',
    ],
  ])('%s', (_, property, values, expected, text) => {
    const merged = merge(
      { ...nothing, properties: { a: property } },
      values.map((a) => ({ a })),
    );
    expect(propertiesOf(merged.schema)).toEqual({ a: expected });
    expect(changesOf(merged)).toEqual([`! widened a: ${text}`]);
  });

  test('a field that some records lack is no longer required; one that none lacks stays so', () => {
    const schema = {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
    } as const;
    const merged = merge(schema, [{ a: 1, b: 2 }, { a: 1 }]);
    expect(merged.schema.required).toEqual(['a']);
    expect(changesOf(merged)).toEqual(['! widened b: no longer required']);
  });

  test('an enum of which the texts are many is none', () => {
    const merged = merge(
      { ...nothing, properties: { a: { type: 'string', enum: ['1'] } } },
      Array.from({ length: 50 }, (_item, index) => ({ a: String(index) })),
    );
    expect(propertiesOf(merged.schema)).toEqual({ a: { type: 'string' } });
  });
});

describe('it never becomes narrower by itself', () => {
  test.each<[string, RecordSchema, unknown[], object, string]>([
    ['null that was not seen', { type: ['string', 'null'] }, ['x'], { type: 'string' }, 'string, null → string'],
    [
      'a type that was not seen',
      { type: ['string', 'integer'] },
      [1],
      { type: 'integer' },
      'string, integer → integer',
    ],
    ['only whole numbers', { type: 'number' }, [1, 2], { type: 'integer' }, 'number → integer'],
    [
      'a format',
      { type: 'string' },
      ['2024-01-01T00:00:00Z'],
      { type: 'string', format: 'date-time' },
      'any text → format date-time',
    ],
    ['any type', {}, [1], { type: 'integer' }, 'anything → integer'],
  ])('%s: listed, and written when it is asked for', (_, property, values, narrowed, text) => {
    const schema = { ...nothing, properties: { a: property } };
    const records = values.map((a) => ({ a }));
    const kept = merge(schema, records);
    expect(kept.schema).toEqual(schema);
    expect(changesOf(kept)).toEqual([`narrower a: ${text}`]);
    const asked = merge(schema, records, { narrow: true });
    expect(propertiesOf(asked.schema)).toEqual({ a: narrowed });
    expect(changesOf(asked)).toEqual([`! narrower a: ${text}`]);
  });

  test('nothing but null says nothing about the other types', () => {
    const schema: RecordSchema = { ...nothing, properties: { a: { type: ['string', 'null'] } } };
    expect(merge(schema, [{ a: null }], { narrow: true })).toEqual({ schema, changes: [] });
  });

  test('a field that was not found stays, and is listed', () => {
    const schema: RecordSchema = { ...nothing, properties: { a: { type: 'string' } } };
    const merged = merge(schema, [{}], { narrow: true });
    expect(merged.schema).toEqual(schema);
    expect(changesOf(merged)).toEqual(['unseen a: in the schema, but not found']);
  });

  test('key and cursor that are always there become required when it is asked for', () => {
    const schema: RecordSchema = { ...nothing, properties: { id: { type: 'integer' } } };
    expect(changesOf(merge(schema, [{ id: 1 }], { required: ['id'] }))).toEqual(['narrower id: required']);
    const { schema: narrowed } = merge(schema, [{ id: 1 }], { required: ['id'], narrow: true });
    expect(narrowed.required).toEqual(['id']);
  });
});

describe('new fields', () => {
  test('come after those that are there, with all that was found of them', () => {
    const schema: RecordSchema = { ...nothing, properties: { id: { type: 'integer' } } };
    const merged = merge(schema, [
      { at: '2024-01-01', id: 1, geo: { lat: 1, tags: ['a', null] } },
      { id: 2, geo: null },
    ]);
    expect(propertiesOf(merged.schema)).toEqual({
      id: { type: 'integer' },
      at: { type: 'string', format: 'date' },
      geo: {
        type: ['object', 'null'],
        additionalProperties: true,
        properties: { lat: { type: 'integer' }, tags: { type: 'array', items: { type: ['string', 'null'] } } },
      },
    });
    expect(Object.keys(merged.schema.properties ?? {})).toEqual(['id', 'at', 'geo']);
    expect(changesOf(merged)).toEqual(['! added at: string', '! added geo: object, null']);
  });

  test('airbyte#39133: one that was never anything but null is listed, not written', () => {
    const merged = merge(nothing, [{ id: 1, gone: null, inner: { gone: null } }]);
    expect(changesOf(merged)).toEqual([
      '! added id: integer',
      'untyped gone: never anything but null',
      '! added inner: object',
    ]);
    expect(propertiesOf(merged.schema).inner).toEqual({ type: 'object', additionalProperties: true });
  });

  test('an array that was always empty may hold anything, until items are found', () => {
    const first = merge(nothing, [{ a: [] }]).schema;
    expect(propertiesOf(first)).toEqual({ a: { type: 'array', items: {} } });
    expect(propertiesOf(merge(first, [{ a: [1] }]).schema)).toEqual({
      a: { type: 'array', items: { type: 'integer' } },
    });
  });

  test('names that are data are no fields', () => {
    const merged = merge(nothing, [{ prices: { '2024-01-01': 1, '2024-01-02': 2 } }, { prices: { '2024-01-03': 3 } }]);
    expect(propertiesOf(merged.schema)).toEqual({ prices: { type: 'object', additionalProperties: true } });
  });

  test('a name such as __proto__ is a field like any other', () => {
    const { schema } = merge(nothing, [JSON.parse('{"__proto__":{"constructor":1}}')]);
    expect(JSON.stringify(schema)).toContain('"__proto__":{"type":"object"');
    expect(({} as any).properties).toBeUndefined();
  });

  test('an enum is written only when it is asked for', () => {
    const records = Array.from({ length: 30 }, (_item, index) => ({ s: index % 2 === 0 ? 'open' : 'done', t: null }));
    expect(propertiesOf(merge(nothing, records).schema).s).toEqual({ type: 'string' });
    expect(propertiesOf(merge(nothing, records, { enums: true }).schema).s).toEqual({
      type: 'string',
      enum: ['done', 'open'],
    });
  });
});

describe('what was made by hand stays', () => {
  test('order, descriptions and keywords that the tool does not know', () => {
    const schema: RecordSchema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Order',
      type: 'object',
      additionalProperties: true,
      properties: {
        z: { description: 'By hand.', type: 'integer', minimum: 0, 'x-critical': true },
        a: { type: 'string', pattern: '^x' },
      },
    };
    const { schema: merged } = merge(schema, [{ a: null, z: 1.5 }]);
    expect(JSON.stringify(merged)).toBe(
      JSON.stringify(schema).replace('"integer"', '"number"').replace('"string"', '["string","null"]'),
    );
  });

  test('a part with oneOf, anyOf, allOf, const or a list of items', () => {
    for (const property of [
      { oneOf: [{ type: 'string' }] },
      { anyOf: [{ type: 'string' }] },
      { allOf: [{ type: 'string' }] },
      { const: 'a' },
      { type: 'array', items: [{ type: 'string' }] },
      true,
    ] as const) {
      const schema = { ...nothing, properties: { a: property } } as RecordSchema;
      expect(merge(schema, [{ a: 1 }, { a: [1] }])).toEqual({ schema, changes: [] });
    }
  });

  test('the values of a map are described by additionalProperties', () => {
    const schema: RecordSchema = {
      ...nothing,
      properties: { m: { type: 'object', additionalProperties: { type: 'integer' } } },
    };
    const merged = merge(schema, [{ m: { x: 1, y: 1.5 } }]);
    expect(propertiesOf(merged.schema).m).toEqual({ type: 'object', additionalProperties: { type: 'number' } });
    expect(changesOf(merged)).toEqual(['! widened m.*: integer → number']);
  });
});

describe('references', () => {
  const line = { title: 'Line', type: 'object', properties: { sku: { type: 'string' } } };

  test('what they lead to is changed in its place, for all that uses it', () => {
    const schema = {
      ...nothing,
      properties: {
        lines: { type: 'array', items: { $ref: '#/definitions/line' } },
        first: { $ref: '#/definitions/line' },
      },
      definitions: { line },
    } as RecordSchema;
    const merged = merge(schema, [{ lines: [{ sku: 'a' }], first: { sku: null, count: 1 } }], { narrow: true });
    expect(merged.schema.properties).toEqual(schema.properties);
    expect(merged.schema['definitions']).toEqual({
      line: {
        title: 'Line',
        type: 'object',
        properties: { sku: { type: ['string', 'null'] }, count: { type: 'integer' } },
      },
    });
    expect(changesOf(merged)).toEqual([
      '! widened lines[].sku: string → string, null',
      '! added lines[].count: integer',
    ]);
  });

  test('a definition that holds itself is merged once, with all depths', () => {
    const schema = {
      type: 'object',
      properties: { root: { $ref: '#/definitions/node' } },
      definitions: {
        node: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/definitions/node' } } } },
      },
    } as RecordSchema;
    const { schema: merged } = merge(schema, [{ root: { children: [{ children: [{ deep: 1 }] }] } }]);
    expect(merged['definitions']).toEqual({
      node: {
        type: 'object',
        properties: { children: { type: 'array', items: { $ref: '#/definitions/node' } }, deep: { type: 'integer' } },
      },
    });
  });

  test('one that leads nowhere is left for the kit to complain about', () => {
    const schema: RecordSchema = { type: 'object', properties: { a: { $ref: '#/definitions/gone' } } };
    expect(merge(schema, [{ a: 1 }])).toEqual({ schema, changes: [] });
  });
});

describe('whatever records are like', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '',
      'open',
      'done',
      '2024-01-01',
      '2024-02-30',
      '2024-01-01T00:00:00Z',
      'a@example.com',
      'https://example.com/a',
      '10:00:00Z',
    ),
    fc.string(),
    fc.uuid(),
  );
  const recordsWith = (...names: string[]): fc.Arbitrary<JsonObject[]> => {
    const name = fc.constantFrom(...names);
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        text,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const record = fc.dictionary(name, value as fc.Arbitrary<JsonValue>, { maxKeys: 5 });
    return fc.array(record, { minLength: 1, maxLength: 8 });
  };
  const fields = ['a', 'b', 'c', 'id', '__proto__', 'a.b', 'a/b'];
  const records = recordsWith(...fields, '7');
  const options = fc.record({ narrow: fc.boolean(), enums: fc.boolean() });

  test('the schema allows all of them', () => {
    fc.assert(
      fc.property(records, records, fc.boolean(), (first, second, enums) => {
        const one = merge(nothing, first, { enums }).schema;
        expect(brokenRules(one, first, 'first')).toEqual([]);
        const two = merge(one, second, { enums }).schema;
        expect(brokenRules(two, second, 'second')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('a merge again changes nothing', () => {
    fc.assert(
      fc.property(records, options, (sample, chosen) => {
        const once = merge(nothing, sample, chosen).schema;
        expect(merge(once, sample, chosen).schema).toEqual(once);
      }),
    );
  });

  test('their order does not matter but for the order of fields', () => {
    fc.assert(
      fc.property(records, (sample) => {
        expect(merge(nothing, sample.toReversed()).schema).toEqual(merge(nothing, sample).schema);
      }),
    );
  });

  test('even narrowed it allows the sample', () => {
    fc.assert(
      fc.property(records, records, (first, second) => {
        const one = merge(nothing, first).schema;
        const two = merge(one, second, { narrow: true }).schema;
        expect(brokenRules(two, second, 'second')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('what the first sample was like is still allowed after the second', () => {
    fc.assert(
      // Of a name that is data, and of nothing but null, the schema keeps no type that later records could be held to.
      fc.property(recordsWith(...fields), recordsWith(...fields), (first, second) => {
        const one = merge(nothing, first);
        fc.pre(!JSON.stringify(first).includes('null'));
        const { schema } = merge(one.schema, second);
        expect(merge(schema, first).changes.filter(({ kind }) => kind === 'widened')).toEqual([]);
      }),
    );
  });
});
