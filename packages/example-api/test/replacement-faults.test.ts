import { expect, test } from 'vitest';

import { useApi, useFaultyApi } from './use-api.ts';

test.each([
  [500, 'internal_server_error', 'Internal Server Error'],
  [503, 'service_unavailable', 'Service Unavailable'],
  [408, 'request_timeout', 'Request Timeout'],
  [404, 'not_found', 'Not Found'],
  [409, 'conflict', 'Conflict'],
  [422, 'unprocessable_entity', 'Unprocessable Entity'],
  [599, 'status_599', 'Status 599'],
])('status %i has a JSON error by default, once', async (status, code, message) => {
  const api = await useFaultyApi({ fault: { kind: 'status', status } });
  const response = await api.get('/v1/orders');
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: { code, message } });
  expect(api.requests[0]?.status).toBe(status);
  expect((await api.get('/v1/orders')).status).toBe(200);
});

test('status takes headers and a body of text or JSON', async () => {
  const api = await useApi();
  api.faults.add({
    fault: { kind: 'status', status: 502, body: 'Bad gateway', headers: { 'Content-Type': 'text/html' } },
  });
  api.faults.add({ from: 2, fault: { kind: 'status', status: 400, body: { reason: 'no' }, headers: { 'X-Id': '7' } } });
  const first = await api.get('/v1/orders');
  expect([first.status, first.headers.get('content-type'), await first.text()]).toEqual([
    502,
    'text/html',
    'Bad gateway',
  ]);
  const second = await api.get('/v1/orders');
  expect([second.status, second.headers.get('x-id'), await second.json()]).toEqual([400, '7', { reason: 'no' }]);
});

test('status 204 has no body', async () => {
  const api = await useFaultyApi({ fault: { kind: 'status', status: 204 } });
  const response = await api.get('/v1/orders');
  expect([response.status, await response.text()]).toEqual([204, '']);
});

test.each([
  ['retry-after-seconds', 'retry-after', '3'],
  ['retry-after-date', 'retry-after', 'Tue, 14 Nov 2023 22:13:23 GMT'],
  ['ratelimit-reset', 'ratelimit-reset', '3'],
  ['x-ratelimit-reset-seconds', 'x-ratelimit-reset', '3'],
  ['x-ratelimit-reset-epoch', 'x-ratelimit-reset', '1700000003'],
  ['x-ratelimit-reset-epoch-ms', 'x-ratelimit-reset', '1700000003000'],
  ['none', undefined, undefined],
] as const)('rateLimit with %s answers 429', async (header, name, value) => {
  const api = await useApi({
    now: () => 1_700_000_000_000,
    faults: [{ fault: { kind: 'rateLimit', header, seconds: 3 } }],
  });
  const response = await api.get('/v1/orders');
  expect(response.status).toBe(429);
  expect(await response.json()).toEqual({ error: { code: 'too_many_requests', message: 'Too Many Requests' } });
  const hints = [...response.headers].filter(([candidate]) => /retry|ratelimit/.test(candidate));
  expect(hints).toEqual(name === undefined ? [] : [[name, value]]);
});

test('html answers 200 with a web page', async () => {
  const api = await useFaultyApi({ fault: { kind: 'html' } });
  const response = await api.get('/v1/orders');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await response.text()).toMatch(/^<!doctype html>/);
});

test.each([undefined, 301, 307] as const)('redirect with status %s', async (status) => {
  const location = 'http://elsewhere.example/v1/orders';
  const fault = { kind: 'redirect', location, ...(status === undefined ? {} : { status }) } as const;
  const api = await useFaultyApi({ fault });
  const response = await api.get('/v1/orders');
  expect([response.status, response.headers.get('location')]).toEqual([status ?? 302, location]);
});

test('of two faults that replace the answer, the one added first does', async () => {
  const api = await useApi({
    faults: [
      { from: 2, fault: { kind: 'status', status: 500 } },
      { times: 2, fault: { kind: 'html' } },
    ],
  });
  expect((await api.get('/v1/orders')).status).toBe(200);
  expect((await api.get('/v1/orders')).status).toBe(500);
});

test('a rule acts on its path only', async () => {
  const api = await useFaultyApi({ path: /\/orders$/, times: Infinity, fault: { kind: 'status', status: 500 } });
  expect((await api.get('/v1/orders/1/events')).status).toBe(200);
  expect((await api.get('/v1/orders?limit=1')).status).toBe(500);
  api.faults.clear();
  expect((await api.get('/v1/orders?limit=1')).status).toBe(200);
});
