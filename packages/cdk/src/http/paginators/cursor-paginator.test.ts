import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf, tokenAfter } from '../../../test/paging.ts';
import { thrownBy } from '../../../test/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { CursorPaginator } from './cursor-paginator.ts';

describe('the request of a page', () => {
  test.each<[ConstructorParameters<typeof CursorPaginator>[0], string | number | undefined, object]>([
    [{ token: { path: 'next' } }, undefined, { cursor: undefined, limit: undefined }],
    [{ token: { path: 'next' } }, 'abc', { cursor: 'abc', limit: undefined }],
    [{ token: { path: 'next' } }, 0, { cursor: 0, limit: undefined }],
    [{ token: { path: 'next' }, pageSize: 50 }, 'abc', { cursor: 'abc', limit: 50 }],
    [
      { token: { path: 'next' }, param: 'page_token', pageSize: 50, sizeParam: 'per_page' },
      'abc',
      { page_token: 'abc', per_page: 50 },
    ],
  ])('%j with token %s', (options, token, params) => {
    expect(requestOf(new CursorPaginator(options), token)).toEqual({ params });
  });
});

describe('the next token', () => {
  test.each([
    ['text', { meta: { next: 'p2' } }, 'p2'],
    ['a number', { meta: { next: 7 } }, 7],
    ['zero', { meta: { next: 0 } }, 0],
    ['a big integer, digit for digit', '{"meta":{"next":9007199254740993}}', '9007199254740993'],
    ['nothing', {}, undefined],
    ['null', { meta: { next: null } }, undefined],
    ['false', { meta: { next: false } }, undefined],
    ['empty text', { meta: { next: '' } }, undefined],
  ])('%s in the body', (_, body, token) => {
    const paginator = new CursorPaginator({ token: { path: 'meta.next' } });
    expect(tokenAfter(paginator, httpResponse(body))).toBe(token);
  });

  test.each([
    ['p2', 'p2'],
    ['', undefined],
  ])('a header with "%s"', (value, token) => {
    const paginator = new CursorPaginator({ token: { header: 'X-Next-Cursor' } });
    expect(tokenAfter(paginator, httpResponse([], { headers: { 'x-next-cursor': value } }))).toBe(token);
  });

  test('a missing header ends the list, whatever the body is', () => {
    const paginator = new CursorPaginator({ token: { header: 'X-Next-Cursor' } });
    expect(tokenAfter(paginator, httpResponse('no json'))).toBeUndefined();
  });

  test.each([
    [{ meta: { next: { id: 1 } } }, 'got {"id":1}'],
    [{ meta: { next: [1] } }, 'got [1]'],
    [{ meta: { next: true } }, 'got true'],
  ])('F: %j is no token', (body, found) => {
    const paginator = new CursorPaginator({ token: { path: 'meta.next' } });
    const error = thrownBy(() => tokenAfter(paginator, httpResponse(body)));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `The response of GET https://api.example.com/v1/orders must have a page token at "meta.next", ${found}`,
    );
  });

  test('an empty page with a token goes on', () => {
    const paginator = new CursorPaginator({ token: { path: 'next' } });
    expect(tokenAfter(paginator, httpResponse({ next: 'p2' }), { recordCount: 0 })).toBe('p2');
  });

  test.each([
    ['empty', undefined, 0, undefined],
    ['empty', undefined, 1, 'p2'],
    ['short', 2, 1, undefined],
    ['short', 2, 2, 'p2'],
    [{ path: 'has_more', equals: false }, undefined, 2, undefined],
    [{ path: 'has_more', equals: 'no' }, undefined, 2, 'p2'],
  ] as const)('lastPage %j with pageSize %s and %d records gives %s', (lastPage, pageSize, recordCount, token) => {
    const size = pageSize === undefined ? {} : { pageSize };
    const paginator = new CursorPaginator({ token: { path: 'next' }, lastPage, ...size });
    const response = httpResponse({ next: 'p2', has_more: false });
    expect(tokenAfter(paginator, response, { recordCount })).toBe(token);
  });
});

describe('the next token is a field of the last record', () => {
  const paginator = new CursorPaginator({ token: { lastRecord: 'meta.id' } });

  test.each([
    ['text', { meta: { id: 'p2' } }, 'p2'],
    ['zero', { meta: { id: 0 } }, 0],
    ['a big integer, digit for digit', { meta: { id: 9007199254740993n } }, '9007199254740993'],
    ['nothing on an empty page', undefined, undefined],
  ])('%s', (_, lastRecord, token) => {
    expect(tokenAfter(paginator, httpResponse({}), { lastRecord })).toBe(token);
  });

  test.each([
    [{ id: 7 }, 'got nothing'],
    [{ meta: { id: null } }, 'got null'],
    [{ meta: { id: '' } }, 'got ""'],
  ])('F: %j has none, and would end the list early', (lastRecord, found) => {
    const error = thrownBy(() => tokenAfter(paginator, httpResponse({}), { lastRecord }));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `The last record in the response of GET https://api.example.com/v1/orders must have text or a number at "meta.id" to go on after, ${found}`,
    );
  });

  test('lastPage is asked first: the last record of the last page needs no such field', () => {
    const lastPage = { path: 'has_more', equals: false };
    const byField = new CursorPaginator({ token: { lastRecord: 'id' }, lastPage });
    expect(tokenAfter(byField, httpResponse({ has_more: false }), { lastRecord: {} })).toBeUndefined();
    expect(tokenAfter(byField, httpResponse({ has_more: true }), { lastRecord: { id: 3 } })).toBe(3);
  });
});
