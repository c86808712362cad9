import type { ExampleApi } from '@headwater/example-api';
import { expect, test } from 'vitest';
import { authRun } from '../../../test/auth-run.ts';
import { rejectionOf } from '../../../test/run-context.ts';
import { BasicAuthenticator } from './basic-authenticator.ts';
import { SessionTokenAuthenticator, type SessionTokenOptions } from './session-token-authenticator.ts';

const LOG_IN = '/session 200';
const GOOD = '/v1/orders 200';
const REFUSED = '/v1/orders 401';

const session =
  (options: Partial<SessionTokenOptions> = {}) =>
  ({ url, auth: { username, password } }: ExampleApi) =>
    new SessionTokenAuthenticator({
      logIn: { method: 'POST', url: `${url}/session`, body: { json: { username, password } } },
      token: { path: 'session.token' },
      ...options,
    });

test('A1: logs in once for ten requests at a time, and again when the session is refused', async () => {
  const { api, run, request, seen } = await authRun(session());
  await Promise.all(Array.from({ length: 10 }, () => request()));
  api.auth.expireTokens();
  await request();
  expect(seen()).toEqual([LOG_IN, ...Array.from({ length: 10 }, () => GOOD), REFUSED, LOG_IN, GOOD]);
  expect(api.requests[1]?.headers.authorization).toBe('Bearer example-session-1');
  expect(new Set(run.secrets)).toEqual(new Set(['example-session-1', 'example-session-2']));
});

test.each<[string, Partial<SessionTokenOptions>]>([
  ['its lifetime', { expiresIn: 'session.expires_in' }],
  ['the documentation', { lifetimeMs: 3_600_000 }],
])('logs in again before the session expires, as %s says', async (_, options) => {
  const { run, request, seen } = await authRun(session(options));
  await request();
  await run.clock.sleep(3_540_000);
  await request();
  expect(seen()).toEqual([LOG_IN, GOOD, LOG_IN, GOOD]);
});

test('A1: a session in a cookie comes from a cookie and goes as one', async () => {
  const { api, request } = await authRun(session({ token: { cookie: 'session' }, place: { cookie: 'session' } }));
  expect((await request()).status).toBe(200);
  expect(api.requests[1]?.headers.cookie).toBe('session=example-session-1');
});

test('a token in a header of the response, one cookie among several, and a time of expiry', async () => {
  const headers = {
    'X-Token': 'example-token',
    'set-cookie': 'lang=en; Expires=Wed, 21 Oct 2026 07:28:00 GMT, sid=example-token; Path=/',
  };
  const body = { until: 1_767_225_660 };
  const faults = [
    { path: '/session', times: Infinity, fault: { kind: 'status', status: 200, headers, body } },
  ] as const;
  for (const token of [{ header: 'x-token' }, { cookie: 'sid' }]) {
    const { run, request, seen } = await authRun(session({ token, expiresAt: 'until' }), { faults });
    await request();
    await run.clock.sleep(53_999);
    await request();
    await run.clock.sleep(1);
    await request();
    expect(seen()).toEqual([LOG_IN, GOOD, GOOD, LOG_IN, GOOD]);
  }
});

test('a log-in with credentials of its own', async () => {
  const authenticator = new BasicAuthenticator({ username: 'jo', password: 'pass-word' });
  const { api, run, request } = await authRun(session({ authenticator }));
  await request();
  expect(api.requests[0]?.headers.authorization).toBe(`Basic ${btoa('jo:pass-word')}`);
  expect(run.secrets).toContain('pass-word');
});

test('a log-in that is refused is a config_error with the words of the API', async () => {
  const { api, request, seen } = await authRun((one) =>
    session()({ ...one, auth: { ...one.auth, password: 'wrong' } }),
  );
  const error = await rejectionOf(request());
  expect([error.failureType, error.message]).toEqual([
    'config_error',
    `The API refused the log-in: check the credentials in the config. POST ${api.url}/session answered 401: bad_credentials "The user name or the password is wrong"`,
  ]);
  await rejectionOf(request());
  expect(seen()).toEqual(['/session 401']);
});

test.each<[SessionTokenOptions['token'], string]>([
  [{ path: 'token' }, 'must have a token at "token", got nothing. Its members: session'],
  [{ header: 'X-Token' }, 'must have a token in the header "X-Token", which is not there'],
  [{ cookie: 'sid' }, 'must have a token in the cookie "sid", which is not there'],
])('F: a response without a token at %j', async (token, text) => {
  const { api, request } = await authRun(session({ token }));
  expect((await rejectionOf(request())).message).toBe(`The response of POST ${api.url}/session ${text}`);
});
