import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { schemaOf } from '../schemas/record-schema.ts';
import { findPlace } from './find-operation.ts';
import { foundInOpenApi, type OpenApiFinding } from './found-in-openapi.ts';
import { OpenApiDocument } from './open-document.ts';

const found = (schema: object, schemas: object = {}): OpenApiFinding =>
  foundInOpenApi(new OpenApiDocument({ openapi: '3.1.0', components: { schemas } }), schema);

/** The schema that becomes of it. */
const written = (schema: object, schemas: object = {}): unknown =>
  schemaOf(found(schema, schemas).found, { enums: false });

describe('what becomes of a schema', () => {
  test.each<[string, object, object]>([
    ['3.0: nullable', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['3.1: a list of types', { type: ['integer', 'null'] }, { type: ['integer', 'null'] }],
    ['3.1: a choice with null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: ['string', 'null'] }],
    ['a format that is known', { type: 'string', format: 'date-time' }, { type: 'string', format: 'date-time' }],
    ['a format of numbers', { type: 'integer', format: 'int64', minimum: 0 }, { type: 'integer' }],
    ['a choice of types', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { type: ['string', 'integer'] }],
    ['a const', { const: 'order' }, { type: 'string' }],
    ['an enum with null', { enum: ['a', 'b', null] }, { type: ['string', 'null'] }],
    ['no type at all', { description: 'Whatever.' }, { description: 'Whatever.' }],
    ['a list', { type: 'array', items: { type: 'number' } }, { type: 'array', items: { type: 'number' } }],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: true },
    ],
    [
      'an object: nothing required, nothing that is only written, and open to more',
      {
        required: ['id'],
        additionalProperties: false,
        properties: {
          id: { type: 'integer', description: 'Its number.' },
          password: { type: 'string', writeOnly: true },
        },
      },
      {
        type: 'object',
        additionalProperties: true,
        properties: { id: { description: 'Its number.', type: 'integer' } },
      },
    ],
    [
      'a choice of objects: the fields of all',
      {
        oneOf: [
          { properties: { a: { type: 'integer' } } },
          { properties: { a: { type: 'number' }, b: { type: 'null' } } },
        ],
      },
      { type: 'object', additionalProperties: true, properties: { a: { type: 'number' } } },
    ],
  ])('%s', (_, schema, expected) => {
    expect(written(schema)).toEqual(expected);
  });
});

describe('allOf', () => {
  const schemas = {
    Base: { type: 'object', description: 'Of all.', properties: { id: { type: 'integer' }, kind: { type: 'string' } } },
    Address: { type: 'object', properties: { city: { type: 'string' } } },
  };

  test('its parts together, the narrower type where two name a field', () => {
    expect(
      written(
        {
          allOf: [
            { $ref: '#/components/schemas/Base' },
            { properties: { kind: { enum: ['order'] }, total: { type: 'number' } } },
          ],
        },
        schemas,
      ),
    ).toEqual({
      type: 'object',
      additionalProperties: true,
      properties: { id: { type: 'integer' }, kind: { type: 'string' }, total: { type: 'number' } },
    });
  });

  test('around a reference, to make that nullable', () => {
    const { found: address } = found({ allOf: [{ $ref: '#/components/schemas/Address' }], nullable: true }, schemas);
    expect(address).toMatchObject({ types: ['object', 'null'], title: 'Address' });
  });
});

describe('references', () => {
  test('one that comes back to itself is left off there', () => {
    const schemas = {
      Node: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
        },
      },
    };
    expect(found({ $ref: '#/components/schemas/Node' }, schemas).leftOff).toEqual(['children[]']);
    expect(written({ $ref: '#/components/schemas/Node' }, schemas)).toEqual({
      type: 'object',
      additionalProperties: true,
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { type: 'object', additionalProperties: true } },
      },
    });
  });

  test('schemas that all refer to each other come to an end, and soon', () => {
    const names = Array.from({ length: 30 }, (_item, index) => `S${index}`);
    const schemas = Object.fromEntries(
      names.map((name) => [
        name,
        {
          type: 'object',
          properties: Object.fromEntries(names.map((other) => [other, { $ref: `#/components/schemas/${other}` }])),
        },
      ]),
    );
    expect(found({ $ref: '#/components/schemas/S0' }, schemas).leftOff.length).toBeGreaterThan(30);
  });

  test('what stands beside one in 3.1 wins', () => {
    const schemas = { Id: { type: 'integer', description: 'A number.' } };
    expect(written({ $ref: '#/components/schemas/Id', description: 'Of the order.' }, schemas)).toEqual({
      description: 'Of the order.',
      type: 'integer',
    });
  });

  test('one that leads nowhere may be anything', () => {
    expect(written({ $ref: '#/components/schemas/Gone' })).toEqual({});
  });
});

describe('documents', () => {
  /** The order that the document in the first file describes, or what is wrong with it. */
  const orderIn = async (files: Record<string, string | object>): Promise<unknown> => {
    const folder = await folderWith(files);
    try {
      const document = await OpenApiDocument.open(join(folder, Object.keys(files)[0] ?? ''));
      return schemaOf(foundInOpenApi(document, findPlace(document, ORDER, 'orders').schema).found, { enums: false });
    } catch (error) {
      return (error as Error).message.replaceAll(folder, '.').replaceAll('\\', '/');
    }
  };
  const ORDER = { path: undefined, operation: undefined, schema: 'Order' };
  const yaml = (order: string): string => `openapi: 3.1.0\ncomponents: { schemas: { Order: ${order} } }\n`;
  const order = { type: 'object', additionalProperties: true, properties: { id: { type: 'integer' } } };

  test('JSON, YAML, and several files that refer to each other', async () => {
    const schemas = { Order: { properties: { id: { type: 'integer' } } } };
    expect(await orderIn({ 'api.json': { openapi: '3.0.3', components: { schemas } } })).toEqual(order);
    expect(await orderIn({ 'api.yaml': yaml('{ properties: { id: { type: integer } } }') })).toEqual(order);
    expect(
      await orderIn({
        'api.yaml': yaml("{ $ref: 'parts/all%20orders.yaml#/order' }"),
        'parts/all orders.yaml': "order: { properties: { id: { $ref: '#/id' } } }\nid: { $ref: ../ids.json }\n",
        'ids.json': { type: 'integer', items: { $ref: 'api.yaml' } },
      }),
    ).toEqual(order);
  });

  test.each<[string, Record<string, string | object>, string | RegExp]>([
    [
      'Swagger 2.0',
      { 'api.json': { swagger: '2.0' } },
      './api.json must be an OpenAPI document of version 3, and has version 2.0. Converters make version 3 of Swagger 2.0.',
    ],
    [
      'something else',
      { 'api.json': { data: [] } },
      /^\.\/api\.json must be an OpenAPI document of version 3, and has no version/,
    ],
    ['no YAML', { 'api.yaml': 'a: [' }, /^\.\/api\.yaml is no YAML: /],
    ['no JSON', { 'api.json': '{' }, /^\.\/api\.json is no JSON: /],
    ['a list', { 'api.json': [] }, './api.json must hold an OpenAPI document, which is an object'],
    [
      'a part that is not there',
      { 'api.yaml': yaml('{ $ref: ./gone.yaml }') },
      /^\.\/gone\.yaml cannot be read: ENOENT/,
    ],
    [
      'a part that is far away',
      { 'api.yaml': yaml("{ $ref: 'https://example.com/a.yaml#/b' }") },
      'The document refers to https://example.com/a.yaml, which is not asked for. Save it beside the document.',
    ],
  ])('%s is said', async (_, files, message) => {
    expect(await orderIn(files)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});
