import { describe, expect, test } from 'vitest';
import { authRun, type AuthRunOptions, refreshTokenOptions } from '../../../test/auth-run.ts';
import { rejectionOf, thrownBy } from '../../../test/run-context.ts';
import { BearerAuthenticator } from './bearer-authenticator.ts';
import { OAuthAuthenticator } from './oauth-authenticator.ts';
import { RotatingAuthenticator } from './rotating-authenticator.ts';

const limit = (seconds: number) => ({ kind: 'rateLimit', header: 'retry-after-seconds', seconds }) as const;

/** Tokens of which the API knows only `example-token`; a 429 is a fault, whatever the token. */
const rotatingRun = (tokens: string[], options: AuthRunOptions = {}) =>
  authRun(() => new RotatingAuthenticator(tokens.map((token) => new BearerAuthenticator(token))), options);

const used = (api: { requests: readonly { headers: { authorization?: string | undefined } }[] }) =>
  api.requests.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));

/** Three tokens that the API knows. */
const known = (options: AuthRunOptions = {}) =>
  authRun(({ auth, token }) => {
    const tokens = [token, auth.issue('access-token'), auth.issue('access-token')];
    return new RotatingAuthenticator(tokens.map((one) => new BearerAuthenticator(one)));
  }, options);

describe('A1: several tokens, each with a quota of its own', () => {
  test('the first is used until its quota is used up, then the next at once', async () => {
    const { api, run, request } = await known({ faults: [{ from: 3, fault: limit(60) }] });
    for (let count = 0; count < 3; count++) await request();
    expect(used(api)).toEqual(['example-token', 'example-token', 'example-token', 'example-access-token-1']);
    expect([run.clock.waits, run.rateLimits]).toEqual([[], []]);
    expect(run.logs.filter((line) => line.startsWith('info'))).toEqual([
      'info: The quota of credentials 1 of 3 is used up until 2026-01-01T00:01:00.000Z',
    ]);
  });

  test('the one in use stays in use when the quota of another is back', async () => {
    const { api, run, request } = await known({ faults: [{ fault: limit(60) }] });
    await request();
    await run.clock.sleep(60_000);
    await request();
    expect(used(api)).toEqual(['example-token', 'example-access-token-1', 'example-access-token-1']);
  });

  test('P7: when all are used up, the first that is back decides, not the last that was asked', async () => {
    const faults = [
      { from: 1, fault: limit(60) },
      { from: 2, fault: limit(10) },
      { from: 3, fault: limit(90) },
    ];
    const { api, run, request } = await known({ faults });
    const readyAt = run.clock.now() + 10_000;
    expect((await request()).status).toBe(200);
    expect(used(api)).toEqual([
      'example-token',
      'example-access-token-1',
      'example-access-token-2',
      'example-access-token-1',
    ]);
    expect([run.clock.waits, run.rateLimits]).toEqual([[10_000], [readyAt]]);
  });

  test('more tokens than there are retries are all tried', async () => {
    const tokens = Array.from({ length: 9 }, () => 'example-token');
    const { api, run, request } = await rotatingRun(tokens, { faults: [{ times: 8, fault: limit(60) }] });
    await request();
    expect([api.requests.length, run.clock.waits]).toEqual([9, []]);
  });

  test('a wait longer than maxWaitMs for the first of them ends the request', async () => {
    const { run, request } = await known({ faults: [{ times: Infinity, fault: limit(3600) }] });
    const error = await rejectionOf(request());
    expect(error.failureType).toBe('transient_error');
    expect(error.message).toContain(
      'the first quota to return asks to wait 3600 s, longer than maxWaitMs of 600 s allows',
    );
    expect(run.clock.waits).toEqual([]);
  });

  test('without a header that says when, it is the usual backoff', async () => {
    const faults = [{ times: 3, fault: { kind: 'rateLimit', header: 'none', seconds: 0 } as const }];
    const { run, request } = await known({ faults });
    await request();
    expect(run.clock.waits).toEqual([1000]);
  });
});

describe('tokens that the API refuses', () => {
  test('are left out for good, with one warning each, and the next is used', async () => {
    const { api, run, request } = await rotatingRun(['gone-1', 'gone-2', 'example-token']);
    await request();
    await request();
    expect(used(api)).toEqual(['gone-1', 'gone-2', 'example-token', 'example-token']);
    expect(run.logs.filter((line) => line.startsWith('warn'))).toEqual([
      'warn: Credentials 1 of 3 are left out: the API does not know them',
      'warn: Credentials 2 of 3 are left out: the API does not know them',
    ]);
  });

  test('all of them: a config_error, after which nothing more is sent', async () => {
    const { api, request } = await rotatingRun(['gone-1', 'gone-2']);
    const [first, second] = [await rejectionOf(request()), await rejectionOf(request())];
    expect([first.failureType, second.failureType]).toEqual(['config_error', 'config_error']);
    expect(second.message).toBe('The API refuses all credentials of the config (2): check them');
    expect(used(api)).toEqual(['gone-1', 'gone-2']);
  });

  test('requests at the same time agree', async () => {
    const { run, request } = await rotatingRun(['gone-1', 'example-token']);
    const responses = await Promise.all(Array.from({ length: 10 }, () => request()));
    expect(responses.every(({ status }) => status === 200)).toBe(true);
    expect(run.logs.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });
});

describe('authenticators that renew their tokens', () => {
  test('renew first, and are left out when that is of no use', async () => {
    const { api, request, seen } = await authRun(
      (one) =>
        new RotatingAuthenticator([
          new OAuthAuthenticator(refreshTokenOptions(one)),
          new BearerAuthenticator('example-token'),
        ]),
    );
    await request();
    api.auth.expireTokens();
    await request();
    expect(seen()).toEqual([
      '/oauth/token 200',
      '/v1/orders 200',
      '/v1/orders 401',
      '/oauth/token 200',
      '/v1/orders 200',
    ]);

    api.clearRequests();
    api.faults.add({ path: '/v1', times: 2, fault: { kind: 'expireTokens' } });
    await request();
    expect(seen()).toEqual(['/v1/orders 401', '/oauth/token 200', '/v1/orders 401', '/v1/orders 200']);
    expect(used(api).at(-1)).toBe('example-token');
  });

  test('whose refresh token is revoked give way to the next', async () => {
    const { api, run, request } = await authRun((one) => {
      one.auth.revokeRefreshTokens();
      return new RotatingAuthenticator([
        new OAuthAuthenticator(refreshTokenOptions(one)),
        new BearerAuthenticator('example-token'),
      ]);
    });
    await request();
    await request();
    expect(used(api)).toEqual([undefined, 'example-token', 'example-token']);
    expect(run.logs.find((line) => line.startsWith('warn'))).toContain(
      'Credentials 1 of 2 are left out: The API no longer accepts the refresh token',
    );
  });

  test('the last of which is revoked end with what it said', async () => {
    const { request } = await authRun((one) => {
      one.auth.revokeRefreshTokens();
      return new RotatingAuthenticator([new OAuthAuthenticator(refreshTokenOptions(one))]);
    });
    await expect(request()).rejects.toThrow('re-authenticate');
  });
});

test('none at all is said when it is made', () => {
  expect(thrownBy(() => new RotatingAuthenticator([])).message).toBe(
    'A RotatingAuthenticator needs at least one authenticator',
  );
});
