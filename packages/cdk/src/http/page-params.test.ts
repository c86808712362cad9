import { expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { RequestBody } from './http-request.ts';
import { withPageParams } from './page-params.ts';

const params = { after: 'c1', first: 50 };

test.each<[string, RequestBody | undefined, RequestBody]>([
  ['', undefined, { json: params }],
  ['', { json: { filter: 1 } }, { json: { filter: 1, ...params } }],
  ['', { json: { first: 5 } }, { json: { after: 'c1', first: 5 } }],
  ['variables', { json: { query: '{ a }' } }, { json: { query: '{ a }', variables: params } }],
  [
    'variables',
    { json: { query: '{ a }', variables: { since: 'x', first: 5 } } },
    { json: { query: '{ a }', variables: { after: 'c1', first: 5, since: 'x' } } },
  ],
  ['search.page', { json: { search: { q: 'x' } } }, { json: { search: { q: 'x', page: params } } }],
  ['', { form: { q: 'x' } }, { form: { ...params, q: 'x' } }],
])('H10: at %j of %j', (path, body, expected) => {
  expect(withPageParams(body, params, path)).toEqual(expected);
});

test('the body that was given stays as it was', () => {
  const body = { json: { variables: { since: 'x' } } };
  withPageParams(body, params, 'variables');
  expect(body).toEqual({ json: { variables: { since: 'x' } } });
});

test.each<[string, RequestBody, string]>([
  [
    'page',
    { form: {} },
    'pageParamsPath "page" needs a requestBody of JSON to put the page into, got a form, which has no paths',
  ],
  ['', { text: 'x' }, 'pageParamsPath "" needs a requestBody of JSON to put the page into, got text'],
  ['', { bytes: new Uint8Array(1) }, 'pageParamsPath "" needs a requestBody of JSON to put the page into, got bytes'],
  ['', { json: [1] }, 'pageParamsPath "" must lead to an object in the requestBody, got array'],
  ['a.b', { json: { a: { b: 'x' } } }, 'pageParamsPath "a.b" must lead to an object in the requestBody, got string'],
  ['a', { json: { a: null } }, 'pageParamsPath "a" must lead to an object in the requestBody, got null'],
])('F: no place at %j of %j', (path, body, message) => {
  const error = thrownBy(() => withPageParams(body, params, path));
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).toBe(message);
});
