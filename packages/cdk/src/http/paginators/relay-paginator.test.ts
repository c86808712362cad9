import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { requestOf, tokenAfter } from '../../../test/paging.ts';
import { thrownBy } from '../../../test/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { RelayPaginator } from './relay-paginator.ts';

const path = 'data.orders.pageInfo';
const answer = (pageInfo: unknown) => httpResponse({ data: { orders: { nodes: [], pageInfo } } }, { method: 'POST' });

test('the request of a page', () => {
  expect(requestOf(new RelayPaginator({ path }))).toEqual({ params: { after: undefined, first: undefined } });
  expect(requestOf(new RelayPaginator({ path, pageSize: 50 }), 'c1')).toEqual({ params: { after: 'c1', first: 50 } });
  const named = new RelayPaginator({ path, pageSize: 50, param: 'cursor', sizeParam: 'n' });
  expect(requestOf(named, 'c1')).toEqual({ params: { cursor: 'c1', n: 50 } });
  expect(named.pageRequest({ pageToken: 'c1', pageSize: 5 })).toEqual({ params: { cursor: 'c1', n: 5 } });
});

describe('the next cursor', () => {
  const paginator = new RelayPaginator({ path });

  test.each([
    [{ hasNextPage: true, endCursor: 'c1' }, 'c1'],
    [{ hasNextPage: false, endCursor: 'c1' }, undefined],
    [{ hasNextPage: false, endCursor: null }, undefined],
  ])('%j', (pageInfo, token) => {
    expect(tokenAfter(paginator, answer(pageInfo))).toBe(token);
  });

  test.each([
    [undefined, 'null'],
    [null, 'null'],
    [{ endCursor: 'c1' }, '{"endCursor":"c1"}'],
    [{ hasNextPage: true }, '{"hasNextPage":true}'],
    [{ hasNextPage: true, endCursor: null }, '{"hasNextPage":true,"endCursor":null}'],
  ])('%j would end the list unseen, and is an error', (pageInfo, found) => {
    const error = thrownBy(() => tokenAfter(paginator, answer(pageInfo)));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(
      `The response of POST https://api.example.com/v1/orders must have { hasNextPage, endCursor } at "${path}", got ${found}. ` +
        'Ask for pageInfo { hasNextPage endCursor } in the query',
    );
  });
});
