import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { schemaOf } from '../schemas/record-schema.ts';
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
  const open = async (files: Record<string, string | object>): Promise<unknown> => {
    const folder = await folderWith(files);
    return OpenApiDocument.open(join(folder, Object.keys(files)[0] ?? '')).then(
      ({ root }) => root,
      (error: Error) => error.message.replaceAll(folder, '.').replaceAll('\\', '/'),
    );
  };

  test('JSON, YAML, and several files', async () => {
    expect(await open({ 'api.json': { openapi: '3.0.3' } })).toEqual({ openapi: '3.0.3' });
    expect(await open({ 'api.yaml': 'openapi: 3.1.0\ninfo: { version: 2024-01-01 }\n' })).toEqual({
      openapi: '3.1.0',
      info: { version: '2024-01-01' },
    });
    const files = {
      'api.yaml': 'openapi: 3.1.0\ncomponents: { schemas: { Order: { $ref: ./order.yaml } } }\n',
      'order.yaml': 'type: object\nproperties: { id: { type: integer } }\n',
    };
    expect(await open(files)).toMatchObject({
      components: { schemas: { Order: { properties: { id: { type: 'integer' } } } } },
    });
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
    ['no YAML', { 'api.yaml': 'a: [' }, /^\.\/api\.yaml is no OpenAPI document that can be read: /],
    ['a part that is not there', { 'api.yaml': 'openapi: 3.1.0\npaths: { $ref: ./gone.yaml }\n' }, /gone\.yaml/],
    [
      'a part that is far away',
      { 'api.yaml': "openapi: 3.1.0\npaths: { $ref: 'https://example.com/a.yaml' }\n" },
      /example\.com/,
    ],
  ])('%s is said', async (_, files, message) => {
    expect(await open(files)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});
