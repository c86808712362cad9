import { describe, expect, test } from 'vitest';
import { findPlace } from './find-operation.ts';
import { findRecords } from './find-records.ts';
import { foundInOpenApi } from './found-in-openapi.ts';
import { OpenApiDocument } from './open-document.ts';

const answers = (schema: object, type = 'application/json'): object => ({
  responses: { '200': { content: { [type]: { schema } } } },
});
const order = {
  type: 'object',
  properties: { id: { type: 'integer' }, lines: { type: 'array', items: { properties: {} } } },
};
const list = { type: 'array', items: { $ref: '#/components/schemas/Order' } };

const document = new OpenApiDocument({
  openapi: '3.0.0',
  paths: {
    '/v1/orders': {
      get: { operationId: 'listOrders', ...answers({ properties: { data: list, total: { type: 'integer' } } }) },
      post: answers(order),
    },
    '/v1/orders/{order_id}': { get: { operationId: 'getOrder', ...answers({ $ref: '#/components/schemas/Order' }) } },
    '/admin/orders': { get: answers(list, 'application/vnd.api+json; charset=utf-8') },
    '/v1/order-events': { get: { responses: { default: { $ref: '#/components/responses/Events' } } } },
    '/v1/files': { get: { responses: { '204': {} } } },
  },
  components: {
    schemas: { Order: order, OrderLine: {} },
    responses: { Events: { content: { '*/*': { schema: list } } } },
  },
});

const none = { path: undefined, operation: undefined, schema: undefined };
const labelOf = (place: Partial<typeof none> | object, stream = 'orders'): string => {
  try {
    return findPlace(document, { ...none, ...place }, stream).label;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('what is meant', () => {
  test.each<[string, object, string]>([
    ['a path', { path: '/v1/orders' }, 'GET /v1/orders'],
    ['its end, where that is clear', { path: '/order-events' }, 'GET /v1/order-events'],
    ['a parameter by another name', { path: '/v1/orders/{id}' }, 'GET /v1/orders/{order_id}'],
    ['another method', { path: 'POST /v1/orders' }, 'POST /v1/orders'],
    ['an operation', { operation: 'getOrder' }, 'GET /v1/orders/{order_id}'],
    ['a schema', { schema: 'Order' }, 'Order'],
  ])('%s', (_, place, label) => {
    expect(labelOf(place)).toBe(label);
  });

  test('without any, the path that ends in the name of the stream', () => {
    expect(labelOf({}, 'order_events')).toBe('GET /v1/order-events');
  });

  test.each<[string, object, string]>([
    [
      'several',
      {},
      'Several operations are for "orders". There are:\n  --operation listOrders (GET /v1/orders)\n  --path "GET /admin/orders"',
    ],
    [
      'none',
      { path: '/v1/order' },
      'The document has no operation for "/v1/order". There are:\n  --operation listOrders (GET /v1/orders)',
    ],
    ['no such schema', { schema: 'orderline' }, 'The document has no schema "orderline". It has: OrderLine'],
    ['no JSON', { path: '/v1/files' }, 'GET /v1/files describes no JSON that it answers with.'],
  ])('%s is said, with what there is', (_, place, message) => {
    expect(labelOf(place).startsWith(message)).toBe(true);
  });
});

describe('the records in a response', () => {
  const recordsOf = (schema: object, recordPath?: string): unknown => {
    try {
      const { found, recordPath: at } = findRecords(foundInOpenApi(document, schema).found, recordPath);
      return [at, [...(found.fields?.keys() ?? [])]];
    } catch (error) {
      return (error as Error).message;
    }
  };
  const one = { type: 'array', items: { properties: { a: {} } } };
  const two = { type: 'array', items: { properties: { b: {} } } };

  test.each<[string, object, string | undefined, unknown]>([
    ['the response is the list', one, undefined, ['', ['a']]],
    ['the only list', { properties: { orders: one, next: { type: 'string' } } }, undefined, ['orders', ['a']]],
    [
      'the only list, further in',
      { properties: { page: { properties: { orders: one } } } },
      undefined,
      ['page.orders', ['a']],
    ],
    ['the list with the usual name', { properties: { included: two, data: one } }, undefined, ['data', ['a']]],
    ['the response is a record with lists', { properties: { id: {}, lines: two } }, undefined, ['', ['id', 'lines']]],
    [
      'where it is said',
      { properties: { first: one, second: { properties: { rows: two } } } },
      'second.rows',
      ['second.rows', ['b']],
    ],
    [
      'several lists',
      { properties: { first: one, second: two } },
      undefined,
      'The response has several lists. Say which holds the records: --record-path first or --record-path second',
    ],
    [
      'a path that leads nowhere',
      { properties: { first: one } },
      'second',
      'The response has nothing at --record-path second.',
    ],
  ])('%s', (_, schema, recordPath, expected) => {
    expect(recordsOf(schema, recordPath)).toEqual(expected);
  });
});
