import { expect, test } from 'vitest';

import { useApi } from './use-api.ts';

const user = { username: 'example-user', password: 'example-password' };

test('a log-in gives a session, which is taken in three places', async () => {
  const api = await useApi();
  const response = await api.post('/session', user);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ session: { token: 'example-session-1', expires_in: 3600 } });
  expect(response.headers.get('set-cookie')).toBe('session=example-session-1; Path=/; Max-Age=3600; HttpOnly');
  for (const headers of [
    { authorization: 'Bearer example-session-1' },
    { authorization: '', 'x-session-token': 'example-session-1' },
    { authorization: '', cookie: 'lang=en; session=example-session-1' },
  ] as Record<string, string>[]) {
    expect((await api.get('/v1/orders', headers)).status).toBe(200);
  }
  expect((await api.get('/v1/orders', { authorization: '', cookie: 'session=other' })).status).toBe(401);
});

test('a wrong password is 401, and a body that is no JSON 400', async () => {
  const api = await useApi();
  const wrong = await api.post('/session', { ...user, password: 'wrong' });
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    { error: { code: 'bad_credentials', message: 'The user name or the password is wrong' } },
  ]);
  expect((await api.post('/session', [user])).status).toBe(400);
  expect((await api.get('/session')).status).toBe(405);
});
