import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { compileSchema } from './json-schema-validator.ts';

const compile = (schema: unknown) => compileSchema(schema as never, 'The schema of stream "orders"');

describe('F: a schema that is no valid JSON Schema is named', () => {
  test.each<[string, object]>([
    ['a type that does not exist', { properties: { a: { type: 'strnig' } } }],
    ['a type among others that does not exist', { type: ['object', 'nul'] }],
    ['a type that is a number', { type: 5 }],
    ['properties that are a list', { properties: [{ name: 'a' }] }],
    ['a property that is a number', { properties: { a: 5 } }],
    ['a property that is text', { properties: { a: 'string' } }],
    ['a property that is null', { properties: { a: null } }],
    ['a property that is a list', { properties: { a: ['string'] } }],
    ['required that is text', { required: 'id' }],
    ['an enum that is no list', { properties: { a: { enum: 'x' } } }],
    ['an empty enum', { properties: { a: { enum: [] } } }],
    ['a pattern that does not compile', { properties: { a: { pattern: '(' } } }],
    ['a minimum that is text', { properties: { a: { minimum: '1' } } }],
    ['items that are text', { items: 'string' }],
    ['oneOf that is no list', { oneOf: { type: 'string' } }],
    ['an option that is text', { oneOf: ['string'] }],
    ['additionalProperties that are text', { additionalProperties: 'no' }],
    ['a reference that leads nowhere', { properties: { a: { $ref: '#/definitions/none' } } }],
  ])('%s', async (_, schema) => {
    const error = await rejectionOf(compile(schema));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toMatch(/^The schema of stream "orders" is not a valid JSON Schema: ./);
    expect(error.failureType).toBe('system_error');
  });
});

describe('what a schema may hold', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    [
      'keywords that Airbyte adds',
      { properties: { a: { type: 'string', airbyte_secret: true, order: 0, airbyte_type: 'x' } } },
    ],
    ['a dialect that ajv does not hold', { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' }],
    ['true for a property', { properties: { a: true, b: false } }],
    ['a format that is not known', { properties: { a: { type: 'string', format: 'phone' } } }],
    ['definitions', { definitions: { a: { type: 'string' } }, properties: { a: { $ref: '#/definitions/a' } } }],
    [
      'a property named like a keyword',
      { properties: { type: { type: 'string' }, properties: { type: 'object' }, enum: {} } },
    ],
    [
      'values that look like schemas',
      { properties: { a: { enum: ['x', 5, null], const: 'x', default: 5, examples: ['a'] } } },
    ],
    ['a name of its own', { $id: 'orders', type: 'object' }],
  ])('%s', async (_, schema) => {
    expect(await compile(schema)).toBeTypeOf('function');
  });

  test('the same name of its own in two schemas', async () => {
    const text = await compile({ $id: 'same', type: 'string' });
    const number = await compile({ $id: 'same', type: 'number' });
    expect([text('a'), text(1), number('a'), number(1)]).toEqual([true, false, false, true]);
  });
});

test('all problems are found, each with the value and the schema it is about', async () => {
  const validate = await compile({
    properties: { a: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
    required: ['id'],
  });
  expect(validate({ a: 1, at: 'soon' })).toBe(false);
  expect(validate.errors?.map(({ keyword, data }) => [keyword, data])).toEqual([
    ['required', { a: 1, at: 'soon' }],
    ['type', 1],
    ['format', 'soon'],
  ]);
});

test('a schema is not changed by being compiled', async () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { a: { default: 1 } },
  };
  const before = structuredClone(schema);
  const value = {};
  expect((await compile(schema))(value)).toBe(true);
  expect([schema, value]).toEqual([before, {}]);
});
