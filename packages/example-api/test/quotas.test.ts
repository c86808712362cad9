import { expect, test } from 'vitest';

import { useApi } from './use-api.ts';

test('a quota that is used up is a 429 with when to come back, and every answer tells what is left', async () => {
  let now = 1_700_000_000_000;
  const api = await useApi({ now: () => now, quotas: [{ requests: 2, perMs: 60_000 }] });
  const answers = [];
  for (let count = 0; count < 3; count++) answers.push(await api.get('/v1/customers?per_page=1'));
  expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([
    [200, '1'],
    [200, '0'],
    [429, '0'],
  ]);
  expect(answers[2]?.headers.get('retry-after')).toBe('40');
  expect(await answers[2]?.json()).toEqual({
    error: { code: 'too_many_requests', message: 'The quota of 2 requests is used up' },
  });
  now += 40_000;
  expect((await api.get('/v1/customers?per_page=1')).status).toBe(200);
});

test('an answer that a fault replaces counts too, and a header of the fault stays', async () => {
  const api = await useApi({
    now: () => 1_700_000_000_000,
    quotas: [{ requests: 5, perMs: 60_000 }],
    faults: [{ fault: { kind: 'rateLimit', header: 'x-ratelimit-reset-seconds', seconds: 3 } }],
  });
  const { status, headers } = await api.get('/v1/orders');
  expect([status, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset')]).toEqual([429, '4', '3']);
});
