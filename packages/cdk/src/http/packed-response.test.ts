import { expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { packResponse, unpackResponse } from './packed-response.ts';

test('H11: a response is the same after it was packed', () => {
  const headers = { link: '<https://a/2>; rel="next"', 'set-cookie': ['a=1', 'b=2'] };
  const response = httpResponse('{"id":9007199254740993,"name":"Zoë"}', { status: 206, statusText: 'Part', headers });
  const again = unpackResponse(packResponse(response.toParts()));
  expect(again.toParts()).toEqual(response.toParts());
  expect([again.url, again.status, again.statusText, again.request]).toEqual([
    response.url,
    206,
    'Part',
    response.request,
  ]);
  expect([again.header('Link'), again.header('set-cookie')]).toEqual(['<https://a/2>; rel="next"', 'a=1, b=2']);
  expect(again.json()).toEqual(response.json());
});

test('H11: each that is unpacked has records of its own: what one reader changes, no other sees', () => {
  const bytes = packResponse(httpResponse({ data: [{ id: 1 }] }).toParts());
  const [first] = unpackResponse(bytes).records<{ id: number }>('data');
  Object.assign(first ?? {}, { id: 2 });
  expect(unpackResponse(bytes).records('data')).toEqual([{ id: 1 }]);
});

test('an empty body', () => {
  expect(unpackResponse(packResponse(httpResponse('', { status: 204 }).toParts())).text()).toBe('');
});
