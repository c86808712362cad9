import { describe, expect, test } from 'vitest';
import { listLogger } from '../../test/run-context.ts';
import { createRecordValidator } from './record-validator.ts';

async function reported(schema: object, ...records: object[]): Promise<string[]> {
  const lines: string[] = [];
  const validator = await createRecordValidator(schema as never, 'orders');
  for (const record of records) validator.observe(record);
  validator.report(listLogger(lines));
  return lines;
}

const line = (what: string): string => `warn: Records of stream "orders" break their schema: ${what}`;

describe('F: records that break their schema are counted, one line a field', () => {
  test('a field of the wrong type: how often, and the first that was', async () => {
    const schema = { properties: { id: { type: 'integer' } } };
    expect(await reported(schema, { id: 1 }, { id: 'x' }, { id: 2 }, { id: 'y' })).toEqual([
      line('"id" must be integer, 2 times, first: record 2 has "x"'),
    ]);
  });

  test('a missing field', async () => {
    expect(await reported({ required: ['id'] }, {}, { id: 1 })).toEqual([
      line('"id" is missing, once, first: record 1'),
    ]);
  });

  test('several fields', async () => {
    const schema = { required: ['id'], properties: { at: { type: 'string', format: 'date-time' } } };
    expect(await reported(schema, { at: 'soon' })).toEqual([
      line('"id" is missing, once, first: record 1'),
      line('"at" must match format "date-time", once, first: record 1 has "soon"'),
    ]);
  });

  test('fields deeper down, where all items of a list are one field', async () => {
    const schema = {
      properties: { lines: { items: { required: ['sku'], properties: { price: { type: 'number' } } } } },
    };
    expect(
      await reported(schema, { lines: [{ sku: 1, price: 'a' }, { price: 'b' }] }, { lines: [{ sku: 1, price: [] }] }),
    ).toEqual([
      line('"lines.*.price" must be number, 3 times, first: record 1 has "a"'),
      line('"lines.*.sku" is missing, once, first: record 1'),
    ]);
  });

  test('a long value is cut', async () => {
    const [said] = await reported({ properties: { id: { type: 'integer' } } }, { id: 'x'.repeat(200) });
    expect(said).toBe(line(`"id" must be integer, once, first: record 1 has "${'x'.repeat(79)}…`));
  });
});

describe('a record is judged as the JSON that it leaves as', () => {
  test.each<[string, object, object]>([
    ['a date is text', { properties: { at: { type: 'string', format: 'date-time' } } }, { at: new Date(0) }],
    ['undefined is absent', { additionalProperties: false, properties: { a: {} } }, { a: 1, b: undefined }],
    ['a bigint is an integer', { properties: { id: { type: 'integer' } } }, { id: 9007199254740993n }],
    ['NaN is null', { properties: { n: { type: 'null' } } }, { n: Number.NaN }],
    ['a valid record', { required: ['id'], properties: { id: { type: 'integer' } } }, { id: 1 }],
  ])('%s', async (_, schema, record) => {
    expect(await reported(schema, record)).toEqual([]);
  });

  test('undefined is missing where it is required', async () => {
    expect(await reported({ required: ['id'] }, { id: undefined })).toHaveLength(1);
  });
});

test('nothing is said of a stream without records', async () => {
  expect(await reported({ required: ['id'] })).toEqual([]);
});

test('F: a schema that is not valid names the stream', async () => {
  await expect(reported({ type: 'objekt' })).rejects.toThrow(
    'The schema of stream "orders" is not a valid JSON Schema: ',
  );
});
