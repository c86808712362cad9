import { generateKeyPairSync } from 'node:crypto';
import type { ExampleApi, LoggedRequest } from '@headwater/example-api';
import { describe, expect, test } from 'vitest';
import { authRun, type AuthRunOptions, refreshTokenOptions } from '../../../test/auth-run.ts';
import { rejectionOf, thrownBy } from '../../../test/run-context.ts';
import { serve } from '../../../test/serve.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { OAuthAuthenticator } from './oauth-authenticator.ts';
import type { OAuthOptions } from './oauth-options.ts';

const TOKEN = '/oauth/token 200';
const GOOD = '/v1/orders 200';
const REFUSED = '/v1/orders 401';

type ExtraOptions = Partial<Extract<OAuthOptions, { refreshToken: string }>>;

/** A run by refresh token, whose config has it where connectors usually do. */
function refreshRun(options: AuthRunOptions = {}, extra: ExtraOptions = {}) {
  const config = { name: 'shop', credentials: { auth_type: 'oauth', refresh_token: 'example-refresh-token-1' } };
  return authRun((api) => new OAuthAuthenticator({ ...refreshTokenOptions(api), ...extra }), { config, ...options });
}

const tokenRequests = (api: ExampleApi) => api.requests.filter(({ path }) => path === '/oauth/token');
/** The first of them. */
function tokenRequest(api: ExampleApi): LoggedRequest {
  const [first] = tokenRequests(api);
  if (first === undefined) throw new Error('No token was asked for');
  return first;
}

const authorizations = (api: ExampleApi) =>
  api.requests.filter(({ path }) => path !== '/oauth/token').map(({ headers }) => headers.authorization);

describe('A1, A2: a refresh token', () => {
  test('gives an access token before the first request, and the same for those that follow', async () => {
    const { api, request, seen } = await refreshRun();
    await request();
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, GOOD]);
    expect(new Set(authorizations(api))).toEqual(new Set(['Bearer example-access-token-1']));
    expect(Object.fromEntries(new URLSearchParams(tokenRequest(api).body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'example-refresh-token-1',
      client_id: 'example-client',
      client_secret: 'example-client-secret',
    });
  });

  test('ten requests at a time ask for one token', async () => {
    const { api, request } = await refreshRun();
    const responses = await Promise.all(Array.from({ length: 10 }, () => request()));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(tokenRequests(api)).toHaveLength(1);
  });

  test('an access token is renewed a minute before it expires', async () => {
    const { run, request, seen } = await refreshRun();
    await request();
    await run.clock.sleep(3_539_999);
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, GOOD]);
    await run.clock.sleep(1);
    await request();
    expect(seen().slice(3)).toEqual([TOKEN, GOOD]);
  });

  test('one that lives a minute is renewed six seconds before, not at every request', async () => {
    const { run, request, seen } = await refreshRun({ auth: { tokenLifetime: 60 } });
    await request();
    await run.clock.sleep(53_999);
    await request();
    await run.clock.sleep(1);
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, GOOD, TOKEN, GOOD]);
  });

  test('ten requests at a time renew one that expires once', async () => {
    const { run, api, request } = await refreshRun();
    await request();
    await run.clock.sleep(3_600_000);
    await Promise.all(Array.from({ length: 10 }, () => request()));
    expect(tokenRequests(api)).toHaveLength(2);
  });
});

describe('H3: a 401', () => {
  test('nango#1354: ten requests that get one at once renew once, and all succeed at their second try', async () => {
    const { api, request, seen } = await refreshRun();
    await request();
    api.auth.expireTokens();
    await Promise.all(Array.from({ length: 10 }, () => request()));
    expect(tokenRequests(api)).toHaveLength(2);
    expect(seen().filter((line) => line === REFUSED)).toHaveLength(10);
    expect(seen().filter((line) => line === GOOD)).toHaveLength(11);
  });

  test('nango#2494: one that comes after the renewal, for a token from before it, renews nothing', async () => {
    const authenticators: OAuthAuthenticator[] = [];
    const { api, run, request } = await authRun((one) => {
      authenticators.push(new OAuthAuthenticator(refreshTokenOptions(one)));
      return authenticators[0] as OAuthAuthenticator;
    });
    await request();
    const send = (): never => {
      throw new Error('Nothing is to be sent');
    };
    const context = { ...run.context, send };
    const old = await authenticators[0]?.credentials(context);
    api.auth.expireTokens();
    await request();
    await authenticators[0]?.refresh(old as never, context);
    expect(tokenRequests(api)).toHaveLength(2);
  });

  test('while the token is being renewed, no request goes out with the one that was refused', async () => {
    const { api, request, seen } = await refreshRun();
    await request();
    api.auth.expireTokens();
    api.faults.add({ path: '/oauth/token', fault: { kind: 'latency', ms: 30 } });
    const first = request();
    while (!seen().includes('/oauth/token 0')) await new Promise(setImmediate);
    await Promise.all([first, request(), request()]);
    expect(seen().filter((line) => line === REFUSED)).toHaveLength(1);
  });

  test('a new token that is refused as well is the end: one renewal, one more try', async () => {
    const { api, request, seen } = await refreshRun();
    api.faults.add({ path: '/v1', times: Infinity, fault: { kind: 'expireTokens' } });
    const error = await rejectionOf(request());
    expect([error.failureType, seen()]).toEqual(['config_error', [TOKEN, REFUSED, TOKEN, REFUSED]]);
  });
});

describe('P13: a refresh token that the API replaces', () => {
  const rotating = { auth: { rotateRefreshTokens: true } };

  test('airbyte#20910: has been handed to the platform, with the whole config, before the next request', async () => {
    const { api, run, request, seen } = await refreshRun(rotating);
    const order: string[][] = [];
    await request({
      async updateConfig(change) {
        await new Promise(setImmediate);
        await run.context.updateConfig(change);
        order.push(seen());
      },
    });
    expect(order).toEqual([[TOKEN]]);
    expect(seen()).toEqual([TOKEN, GOOD]);
    expect(run.configs.slice(1)).toEqual([
      { name: 'shop', credentials: { auth_type: 'oauth', refresh_token: 'example-refresh-token-2' } },
    ]);
    expect(api.requests).toHaveLength(2);
  });

  test('is the one that is used next', async () => {
    const { api, run, request } = await refreshRun(rotating);
    for (let count = 0; count < 3; count++) {
      await Promise.all([request(), request()]);
      api.auth.expireTokens();
    }
    expect(tokenRequests(api).map(({ body }) => new URLSearchParams(body).get('refresh_token'))).toEqual([
      'example-refresh-token-1',
      'example-refresh-token-2',
      'example-refresh-token-3',
    ]);
    expect(run.configs).toHaveLength(4);
  });

  test('airbyte#20910: is not lost with the stream that asked for it', async () => {
    const { api, run, request, seen } = await refreshRun(rotating);
    api.faults.add({ path: '/oauth/token', fault: { kind: 'latency', ms: 30 } });
    const stream = new AbortController();
    const stopped = rejectionOf(request({ signal: stream.signal }));
    while (seen().length === 0) await new Promise(setImmediate);
    stream.abort(new Error('This stream ended'));
    expect((await stopped).message).toBe('This stream ended');
    await request();
    expect(seen()).toEqual([TOKEN, GOOD]);
    expect(run.configs).toHaveLength(2);
  });

  test('one that stays as it was changes nothing', async () => {
    const { run, api, request } = await refreshRun();
    await request();
    api.auth.expireTokens();
    await request();
    expect(run.configs).toHaveLength(1);
  });

  test('the access token and its expiry go with it, in one message, where the author names their places', async () => {
    const saveTo = { accessToken: 'credentials.access_token', expiresAt: 'expires_at' };
    const { run, request } = await refreshRun(rotating, { saveTo });
    await request();
    expect(run.configs.slice(1)).toEqual([
      {
        name: 'shop',
        credentials: {
          auth_type: 'oauth',
          refresh_token: 'example-refresh-token-2',
          access_token: 'example-access-token-1',
        },
        expires_at: '2026-01-01T01:00:00.000Z',
      },
    ]);
  });

  test('goes to a place of its own where the author names one', async () => {
    const { run, request } = await refreshRun(rotating, { saveTo: { refreshToken: 'rotated.token' } });
    await request();
    expect(run.configs[1]).toMatchObject({ rotated: { token: 'example-refresh-token-2' } });
  });

  test('that stands nowhere in the config is warned of', async () => {
    const { run, request } = await refreshRun({ ...rotating, config: { name: 'shop' } });
    await request();
    expect(run.logs.filter((line) => line.startsWith('warn'))).toEqual([
      'warn: The API replaced the refresh token, and the config has no such value to replace: name its place in saveTo.refreshToken, or the next run cannot log in',
    ]);
  });
});

describe('an access token that is kept in the config', () => {
  test('is used until it expires', async () => {
    const { run, api, request, seen } = await refreshRun(
      {},
      { accessToken: 'example-token', expiresAt: '2026-01-01T00:02:00Z' },
    );
    await request();
    await run.clock.sleep(60_000);
    await request();
    expect(seen()).toEqual([GOOD, TOKEN, GOOD]);
    expect(authorizations(api)[0]).toBe('Bearer example-token');
  });

  test('is used until it is refused where its expiry is not known', async () => {
    const { run, request, seen } = await refreshRun({}, { accessToken: 'gone', expiresAt: undefined });
    await run.clock.sleep(9_999_999);
    await request();
    expect(seen()).toEqual([REFUSED, TOKEN, GOOD]);
  });

  test('is passed by when it has expired', async () => {
    const { request, seen } = await refreshRun({}, { accessToken: 'gone', expiresAt: '2025-12-31T23:59:59Z' });
    await request();
    expect(seen()).toEqual([TOKEN, GOOD]);
  });
});

describe('a token endpoint that says no', () => {
  test('A2: a revoked refresh token is a config_error that says to re-authenticate, asked for once by all requests', async () => {
    const { api, run, request, seen } = await refreshRun();
    api.auth.revokeRefreshTokens();
    const errors = await Promise.all([rejectionOf(request()), rejectionOf(request())]);
    errors.push(await rejectionOf(request()));
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toBe(
        `The API no longer accepts the refresh token: re-authenticate. POST ${api.url}/oauth/token answered 400: invalid_grant "The refresh token is expired or revoked"`,
      );
    }
    expect([seen(), run.clock.waits]).toEqual([['/oauth/token 400'], []]);
  });

  test.each([401, 403])('%d without a word is one too', async (status) => {
    const { api, request } = await refreshRun({ faults: [{ fault: { kind: 'status', status, body: '' } }] });
    const error = await rejectionOf(request());
    expect(error.message).toBe(
      `The API no longer accepts the refresh token: re-authenticate. POST ${api.url}/oauth/token answered ${status}`,
    );
    expect(error.failureType).toBe('config_error');
  });

  test('a wrong client secret is told apart', async () => {
    const { api, request } = await refreshRun({}, { clientSecret: 'wrong-secret' });
    const error = await rejectionOf(request());
    expect([error.failureType, error.message]).toEqual([
      'config_error',
      `The API does not accept the client ID or the client secret: check them in the config. POST ${api.url}/oauth/token answered 401: invalid_client "The client is not known, or its secret is wrong"`,
    ]);
  });

  test('with status 200', async () => {
    const body = { ok: false, error: 'token_revoked' };
    const { api, request } = await refreshRun({ faults: [{ fault: { kind: 'status', status: 200, body } }] });
    const error = await rejectionOf(request());
    expect([error.failureType, error.message]).toEqual([
      'config_error',
      `The API no longer accepts the refresh token: re-authenticate. POST ${api.url}/oauth/token answered 200: token_revoked`,
    ]);
  });

  test('404 is no matter of credentials', async () => {
    const { request } = await refreshRun({ faults: [{ fault: { kind: 'status', status: 404 } }] });
    expect((await rejectionOf(request())).failureType).toBe('system_error');
  });
});

describe('a token endpoint that fails', () => {
  test.each([
    [{ kind: 'status', status: 503 }, [1000]],
    [{ kind: 'reset' }, [1000]],
    [{ kind: 'rateLimit', header: 'retry-after-seconds', seconds: 7 }, [7000]],
  ] as const)('is asked again after %j, as any request is', async (fault, waits) => {
    const { run, request, seen } = await refreshRun({ faults: [{ fault }] });
    await request();
    expect(seen().slice(1)).toEqual([TOKEN, GOOD]);
    expect(run.clock.waits).toEqual(waits);
  });

  test('to the last try is a transient_error, and is asked again by the next request', async () => {
    const faults = [{ times: 2, fault: { kind: 'status', status: 503 } }] as const;
    const { request, seen } = await refreshRun({ faults, client: { retry: { maxRetries: 1 } } });
    expect((await rejectionOf(request())).failureType).toBe('transient_error');
    await request();
    expect(seen().slice(2)).toEqual([TOKEN, GOOD]);
  });

  test('F: with a web page', async () => {
    const { api, request } = await refreshRun({ faults: [{ fault: { kind: 'html' } }] });
    const error = await rejectionOf(request());
    expect([error.failureType, error.message]).toEqual([
      'system_error',
      `The response of POST ${api.url}/oauth/token must be a JSON object with a token, but is no JSON (status 200, text/html; charset=utf-8, 94 bytes)`,
    ]);
  });

  test('F, P12: with half of an answer, of which nothing is shown', async () => {
    const { run, request } = await refreshRun({ faults: [{ times: Infinity, fault: { kind: 'cutJson' } }] });
    const error = await rejectionOf(request());
    expect(error.message).toContain('its JSON ends early');
    expect(`${error.message}${error.stack}${error.internalMessage}${error.cause}${run.logs.join('')}`).not.toContain(
      'example-acc',
    );
  });

  test.each([
    [
      { token_type: 'Bearer', expires_in: 3600 },
      'must have a token at "access_token", got nothing. Its members: token_type, expires_in',
    ],
    [{ access_token: '' }, 'must have a token at "access_token", got empty text. Its members: access_token'],
    [{ access_token: 7 }, 'must have a token at "access_token", got number. Its members: access_token'],
    [{}, 'must have a token at "access_token", got nothing. Its members: none'],
    [[1], 'must be a JSON object with a token, got array'],
  ])('F: with %j', async (body, text) => {
    const { api, request } = await refreshRun({ faults: [{ fault: { kind: 'status', status: 200, body } }] });
    expect((await rejectionOf(request())).message).toBe(`The response of POST ${api.url}/oauth/token ${text}`);
  });
});

describe('P12: secrets', () => {
  test('are known before they are sent, and stand in no URL and no line', async () => {
    const { api, run, request } = await refreshRun({
      auth: { rotateRefreshTokens: true },
      faults: [{ fault: { kind: 'reset' } }],
    });
    await request();
    const secrets = [
      'example-client-secret',
      'example-refresh-token-1',
      'example-refresh-token-2',
      'example-access-token-1',
    ];
    expect(new Set(run.secrets)).toEqual(new Set(secrets));
    const urls = api.requests.map(({ path, query }) => `${path} ${JSON.stringify(query)}`);
    for (const secret of secrets) expect([...urls, ...run.logs].join('\n')).not.toContain(secret);
  });
});

describe('A1: the other grants', () => {
  test('client credentials', async () => {
    const { api, request, seen } = await authRun(
      ({ url, auth: { clientId, clientSecret } }) =>
        new OAuthAuthenticator({
          grant: 'client_credentials',
          tokenUrl: `${url}/oauth/token`,
          clientId,
          clientSecret,
          scopes: ['orders:read', 'products:read'],
        }),
    );
    await request();
    api.auth.expireTokens();
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, REFUSED, TOKEN, GOOD]);
    const body = new URLSearchParams(tokenRequest(api).body);
    expect([body.get('grant_type'), body.get('scope')]).toEqual(['client_credentials', 'orders:read products:read']);
  });

  test('client credentials that are refused', async () => {
    const { request } = await authRun(
      ({ url }) =>
        new OAuthAuthenticator({
          grant: 'client_credentials',
          tokenUrl: `${url}/oauth/token`,
          clientId: 'x',
          clientSecret: 'y',
        }),
      { faults: [{ fault: { kind: 'status', status: 400, body: { error: 'invalid_scope' } } }] },
    );
    const error = await rejectionOf(request());
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(
      /^The API gives no token for the client ID and secret: check them in the config\. .*invalid_scope$/,
    );
  });

  test('a JWT that the shared secret signs', async () => {
    const { run, request, seen } = await authRun(
      ({ url, auth }) =>
        new OAuthAuthenticator({
          grant: 'jwt_bearer',
          tokenUrl: `${url}/oauth/token`,
          jwt: { algorithm: 'HS256', key: auth.clientSecret, claims: { iss: 'service@example.com' } },
        }),
    );
    await request();
    await run.clock.sleep(3_600_000);
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, TOKEN, GOOD]);
  });

  test('a JWT that a private key signs, as service accounts have it', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' });
    const { api, run, request, seen } = await authRun(
      ({ url }) =>
        new OAuthAuthenticator({
          grant: 'jwt_bearer',
          tokenUrl: `${url}/oauth/token`,
          jwt: { algorithm: 'RS256', key, keyId: 'key-1', claims: () => ({ iss: 'service@example.com' }) },
        }),
      { auth: { jwtPublicKey: publicKey.export({ format: 'pem', type: 'spki' }) } },
    );
    await request();
    expect(seen()).toEqual([TOKEN, GOOD]);
    const body = new URLSearchParams(tokenRequest(api).body);
    expect([...body.keys()]).toEqual(['grant_type', 'assertion']);
    expect(run.secrets).toEqual(expect.arrayContaining([key, body.get('assertion')]));
  });
});

describe('what APIs do in their own way', () => {
  test('the client in the header, form-encoded as RFC 6749 has it', async () => {
    const { api, request } = await refreshRun({}, { clientAuthentication: 'basic' });
    await request();
    const { headers, body } = tokenRequest(api);
    expect(headers.authorization).toBe(`Basic ${btoa('example-client:example-client-secret')}`);
    expect(body).not.toContain('client');
  });

  test('signs in a client secret that mean something in a form', async () => {
    const { api, request } = await refreshRun({}, { clientAuthentication: 'basic', clientSecret: 'a+b/c=: d' });
    await rejectionOf(request());
    expect(tokenRequest(api).headers.authorization).toBe(`Basic ${btoa('example-client:a%2Bb%2Fc%3D%3A+d')}`);
  });

  test('P12: a client secret that forms encode is masked where the API quotes the header', async () => {
    const tokenUrl = await serve(({ headers }, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      const said = `Cannot parse header Authorization: ${headers.authorization}`;
      response.end(JSON.stringify({ error: 'invalid_client', error_description: said }));
    });
    const clientSecret = 'Xy8Q~hH3kk_abc.DEF~ghi/pq+r=';
    const { run, request } = await refreshRun({}, { clientAuthentication: 'basic', clientSecret, tokenUrl });
    const { message } = await rejectionOf(request());
    expect(run.context.redact(message)).toContain('Cannot parse header Authorization: Basic ****"');
  });

  test('a JSON body, further fields and headers', async () => {
    const { api, request } = await refreshRun(
      {},
      { bodyFormat: 'json', params: { audience: 'shop' }, headers: { 'X-Version': '2' } },
    );
    await request();
    const { headers, body } = tokenRequest(api);
    expect([headers['content-type'], headers['x-version']]).toEqual(['application/json', '2']);
    expect(JSON.parse(body)).toEqual({
      audience: 'shop',
      grant_type: 'refresh_token',
      refresh_token: 'example-refresh-token-1',
      client_id: 'example-client',
      client_secret: 'example-client-secret',
    });
  });

  test('a public client has no secret', async () => {
    const { api, request } = await refreshRun({}, { clientSecret: undefined });
    await rejectionOf(request());
    expect(new URLSearchParams(tokenRequest(api).body).has('client_secret')).toBe(false);
  });

  test('names of their own in the response', async () => {
    const body = { data: { token: 'example-token', next: 'example-refresh-token-9', until: '2026-01-01T00:10:00Z' } };
    const fields = { accessToken: 'data.token', refreshToken: 'data.next', expiresAt: 'data.until' };
    const { run, request, seen } = await refreshRun(
      { faults: [{ fault: { kind: 'status', status: 200, body } }] },
      { fields },
    );
    await request();
    expect(run.configs[1]).toMatchObject({ credentials: { refresh_token: 'example-refresh-token-9' } });
    await run.clock.sleep(540_000);
    await rejectionOf(request());
    expect(seen()).toEqual([TOKEN, GOOD, '/oauth/token 400']);
  });

  test('a lifetime that only the documentation tells', async () => {
    const body = { access_token: 'example-token' };
    const faults = [{ path: '/oauth', times: 2, fault: { kind: 'status', status: 200, body } }] as const;
    const { run, request, seen } = await refreshRun({ faults }, { lifetimeMs: 600_000 });
    await request();
    await run.clock.sleep(539_999);
    await request();
    await run.clock.sleep(1);
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, GOOD, TOKEN, GOOD]);
  });

  test('a token that expired before it came is used until it is refused: the clocks differ', async () => {
    const body = { access_token: 'example-token', expires_at: '2025-01-01T00:00:00Z' };
    const { request, seen } = await refreshRun(
      { faults: [{ path: '/oauth', fault: { kind: 'status', status: 200, body } }] },
      { fields: { expiresAt: 'expires_at' } },
    );
    await request();
    await request();
    expect(seen()).toEqual([TOKEN, GOOD, GOOD]);
  });

  test('a header of their own for the token', async () => {
    const { api, request } = await refreshRun({}, { place: { header: 'X-Session-Token' } });
    await request();
    expect(api.requests[1]?.headers['x-session-token']).toBe('example-access-token-1');
  });
});

test('F: a token URL that is none is said when the authenticator is made', () => {
  const error = thrownBy(() => new OAuthAuthenticator({ tokenUrl: '/oauth/token', clientId: 'a', refreshToken: 'b' }));
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).toBe('tokenUrl must be an absolute URL, got "/oauth/token"');
});
