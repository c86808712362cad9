import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { inlineRefs } from './inline-refs.ts';

const inline = (schema: object): unknown => inlineRefs(schema as never, 'The schema of stream "orders"');

describe('P14: no $ref is left', () => {
  test.each<[string, object, object]>([
    [
      'a schema without references',
      { type: 'object', properties: { a: {} } },
      { type: 'object', properties: { a: {} } },
    ],
    [
      'definitions',
      { definitions: { id: { type: 'integer' } }, properties: { id: { $ref: '#/definitions/id' } } },
      { properties: { id: { type: 'integer' } } },
    ],
    [
      '$defs',
      { $defs: { id: { type: 'integer' } }, properties: { id: { $ref: '#/$defs/id' } } },
      { properties: { id: { type: 'integer' } } },
    ],
    [
      'any other place',
      { properties: { a: { type: 'string' }, b: { $ref: '#/properties/a' } } },
      { properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
    [
      'an item of a list',
      { oneOf: [{ type: 'string' }, { $ref: '#/oneOf/0' }] },
      { oneOf: [{ type: 'string' }, { type: 'string' }] },
    ],
    [
      'a reference to a reference',
      {
        definitions: {
          a: { $ref: '#/definitions/b' },
          b: { properties: { c: { $ref: '#/definitions/c' } } },
          c: { type: 'null' },
        },
        items: { $ref: '#/definitions/a' },
      },
      { items: { properties: { c: { type: 'null' } } } },
    ],
    [
      'the same one twice',
      {
        definitions: { x: { type: 'string' } },
        properties: { a: { $ref: '#/definitions/x' }, b: { $ref: '#/definitions/x' } },
      },
      { properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
    [
      'keywords beside it win',
      {
        definitions: { x: { type: 'string', title: 'theirs', maxLength: 5 } },
        properties: { a: { $ref: '#/definitions/x', title: 'mine', description: 'more' } },
      },
      { properties: { a: { type: 'string', title: 'mine', maxLength: 5, description: 'more' } } },
    ],
    [
      'references beside it are inlined too',
      {
        definitions: { x: { type: 'object' }, y: { type: 'string' } },
        items: { $ref: '#/definitions/x', properties: { y: { $ref: '#/definitions/y' } } },
      },
      { items: { type: 'object', properties: { y: { type: 'string' } } } },
    ],
    [
      '~1 and ~0 in a name',
      { definitions: { 'a/b~c': { type: 'null' } }, items: { $ref: '#/definitions/a~1b~0c' } },
      { items: { type: 'null' } },
    ],
    [
      '~01 is ~1',
      { definitions: { 'a~1b': { type: 'null' } }, items: { $ref: '#/definitions/a~01b' } },
      { items: { type: 'null' } },
    ],
    [
      'percent signs in a name',
      { definitions: { 'a b%': { type: 'null' } }, items: { $ref: '#/definitions/a%20b%25' } },
      { items: { type: 'null' } },
    ],
    ['a field named $ref', { properties: { $ref: { type: 'string' } } }, { properties: { $ref: { type: 'string' } } }],
    [
      'a field named definitions',
      { properties: { definitions: { type: 'string' } } },
      { properties: { definitions: { type: 'string' } } },
    ],
    ['a reference at the top', { $ref: '#/definitions/x', definitions: { x: { type: 'object' } } }, { type: 'object' }],
  ])('%s', (_, schema, expected) => {
    const before = structuredClone(schema);
    expect(inline(schema)).toStrictEqual(expected);
    expect(schema).toStrictEqual(before);
  });
});

describe('P14: what cannot be inlined is an error', () => {
  test.each<[string, object, string]>([
    [
      'the schema itself',
      { properties: { child: { $ref: '#' } } },
      'has a circular $ref, which no destination can store: #',
    ],
    [
      'a definition that holds itself',
      { definitions: { node: { items: { $ref: '#/definitions/node' } } }, items: { $ref: '#/definitions/node' } },
      'has a circular $ref, which no destination can store: #/definitions/node',
    ],
    [
      'two that hold each other',
      {
        definitions: { a: { items: { $ref: '#/definitions/b' } }, b: { items: { $ref: '#/definitions/a' } } },
        items: { $ref: '#/definitions/a' },
      },
      'has a circular $ref, which no destination can store: #/definitions/a',
    ],
    [
      'one that is itself',
      { definitions: { a: { $ref: '#/definitions/a' } }, items: { $ref: '#/definitions/a' } },
      'circular $ref, which no destination can store: #/definitions/a',
    ],
    [
      'another document',
      { items: { $ref: 'https://example.com/x.json' } },
      'has a $ref to another document, only local ones are inlined: https://example.com/x.json',
    ],
    [
      'another file',
      { items: { $ref: 'address.json#/x' } },
      'has a $ref to another document, only local ones are inlined: address.json#/x',
    ],
    [
      'a name that is not there',
      { items: { $ref: '#/definitions/none' } },
      'has a $ref that leads nowhere: #/definitions/none',
    ],
    [
      'a place below nothing',
      { definitions: { a: 1 }, items: { $ref: '#/definitions/a/b/c' } },
      'has a $ref that leads nowhere: #/definitions/a/b/c',
    ],
    ['a value that is no schema', { title: 'x', items: { $ref: '#/title' } }, 'has a $ref that leads nowhere: #/title'],
    ['an anchor', { definitions: { x: { $id: '#x' } }, items: { $ref: '#x' } }, 'has a $ref that leads nowhere: #x'],
    [
      'a broken percent sign',
      { items: { $ref: '#/definitions/100%' } },
      'has a $ref that leads nowhere: #/definitions/100%',
    ],
  ])('%s', (_, schema, message) => {
    const error = thrownBy(() => inline(schema));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^The schema of stream "orders" has a /);
  });
});
