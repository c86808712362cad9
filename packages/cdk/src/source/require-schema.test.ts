import { expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import type { JsonSchema } from '../protocol/json.ts';
import { requireSchema } from './require-schema.ts';

test.each<[JsonSchema, string]>([
  [{ type: 'objekt' }, '#/type must be of array, boolean, integer, null, number, object, string, got "objekt"'],
  [{ type: ['null', 'text'] }, '#/type must be of array, boolean, integer, null, number, object, string, got "text"'],
  [{ type: [] }, '#/type must be of array, boolean, integer, null, number, object, string, got []'],
  [{ properties: ['id'] }, '#/properties must be an object of schemas, got array'],
  [{ properties: { id: 'integer' } }, '#/properties/id must be a schema, got string'],
  [{ properties: { ids: { items: 'integer' } } }, '#/properties/ids/items must be a schema, got string'],
  [{ items: [{}, { type: 'text' }] }, '#/items/1/type must be of'],
  [{ additionalProperties: 'no' }, '#/additionalProperties must be a schema, got string'],
  [{ oneOf: { a: {} } }, '#/oneOf must be a list of schemas, got object'],
  [{ anyOf: [{}, null] }, '#/anyOf/1 must be a schema, got null'],
  [{ required: 'id' }, '#/required must be a list, got string'],
  [{ enum: 'open' }, '#/enum must be a list, got string'],
])('F: is none: %j', (schema, problem) => {
  const error = thrownBy(() => requireSchema(schema, 'The schema of stream "orders"'));
  expect(error.message).toContain(`The schema of stream "orders" is not a valid JSON Schema: ${problem}`);
});

test.each<[JsonSchema]>([
  [{}],
  [{ type: ['null', 'object'], properties: { type: { enum: ['a'] }, items: true }, additionalProperties: false }],
  [{ items: [], required: [], properties: { required: { type: 'string', default: { type: 'any' } } } }],
  [{ type: 'array', items: { type: 'string' }, oneOf: [{ not: {} }], $comment: 'properties' }],
  [{ type: undefined, items: undefined }],
])('is one: %j', (schema) => {
  expect(() => requireSchema(schema, 'It')).not.toThrow();
});
