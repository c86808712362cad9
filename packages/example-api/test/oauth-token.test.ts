import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const client = { client_id: 'example-client', client_secret: 'example-client-secret' };
const refresh = (token = 'example-refresh-token-1') => ({
  ...client,
  grant_type: 'refresh_token',
  refresh_token: token,
});

async function ask(
  api: TestApi,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<[number, any]> {
  const response = await fetch(`${api.url}/oauth/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  return [response.status, await response.json()];
}

const statusWith = async (api: TestApi, token: string): Promise<number> =>
  (await api.get('/v1/orders', { authorization: `Bearer ${token}` })).status;

describe('a refresh token', () => {
  test('gives access tokens as often as it is asked', async () => {
    const api = await useApi();
    const [status, body] = await ask(api, refresh());
    expect([status, body]).toEqual([
      200,
      { access_token: 'example-access-token-1', token_type: 'Bearer', expires_in: 3600 },
    ]);
    expect((await ask(api, refresh()))[1].access_token).toBe('example-access-token-2');
    expect(await statusWith(api, 'example-access-token-1')).toBe(200);
    expect(await statusWith(api, api.token)).toBe(200);
    expect(await statusWith(api, 'example-access-token-3')).toBe(401);
  });

  test('works once when they rotate, and revokes all when it comes again', async () => {
    const api = await useApi({ auth: { rotateRefreshTokens: true } });
    expect((await ask(api, refresh()))[1].refresh_token).toBe('example-refresh-token-2');
    expect((await ask(api, refresh('example-refresh-token-2')))[0]).toBe(200);
    expect(await ask(api, refresh('example-refresh-token-2'))).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'The refresh token is expired or revoked' },
    ]);
    expect((await ask(api, refresh('example-refresh-token-3')))[0]).toBe(400);
  });

  test('can be revoked', async () => {
    const api = await useApi();
    api.auth.revokeRefreshTokens();
    expect((await ask(api, refresh()))[1].error).toBe('invalid_grant');
  });
});

test('an access token expires with the clock, when it is told to, and by a fault', async () => {
  let now = 1_000_000;
  const api = await useApi({ auth: { tokenLifetime: 60 }, now: () => now });
  const [, { access_token: first }] = await ask(api, refresh());
  now += 59_999;
  expect(await statusWith(api, first)).toBe(200);
  now += 1;
  expect(await statusWith(api, first)).toBe(401);

  const [, { access_token: second }] = await ask(api, refresh());
  api.auth.expireTokens();
  expect(await statusWith(api, second)).toBe(401);

  const [, { access_token: third }] = await ask(api, refresh());
  api.faults.add({ path: '/v1/orders', from: 2, fault: { kind: 'expireTokens' } });
  expect([await statusWith(api, third), await statusWith(api, third)]).toEqual([200, 401]);
  expect(await statusWith(api, api.token)).toBe(200);
});

test('the client proves itself in the body or by Basic, and is refused with 401 otherwise', async () => {
  const api = await useApi();
  const grant = { grant_type: 'client_credentials' };
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  expect((await ask(api, { ...grant, ...client }))[0]).toBe(200);
  expect((await ask(api, grant, basic('example-client:example-client-secret')))[0]).toBe(200);
  for (const [fields, headers] of [
    [grant, {}],
    [{ ...grant, ...client, client_secret: 'wrong' }, {}],
    [grant, basic('example-client:wrong')],
  ] as const) {
    const [status, body] = await ask(api, fields, headers);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
  }
  expect((await ask(api, { ...client, grant_type: 'password' }))[1].error).toBe('unsupported_grant_type');
  expect((await ask(api, client))[1].error_description).toBe('There is no grant ""');
});

test('a JSON body is as good as a form, and text is refused', async () => {
  const api = await useApi();
  const send = (type: string): Promise<Response> =>
    fetch(`${api.url}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(refresh()),
    });
  expect((await send('application/json')).status).toBe(200);
  expect((await send('text/plain')).status).toBe(400);
});

describe('a JWT that the client signed', () => {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const hs256 = (claims: object, secret = 'example-client-secret'): string => {
    const text = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const exchange = (api: TestApi, assertion: string): Promise<[number, any]> =>
    ask(api, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const now = (): number => 1_700_000_000_000;
  const exp = 1_700_000_060;

  test('gives an access token', async () => {
    const api = await useApi({ now });
    expect((await exchange(api, hs256({ aud: `${api.url}/oauth/token`, exp })))[0]).toBe(200);
  });

  test.each([
    ['for another audience', (url: string) => hs256({ aud: url, exp })],
    ['that has expired', (url: string) => hs256({ aud: `${url}/oauth/token`, exp: exp - 60 })],
    ['that is not yet valid', (url: string) => hs256({ aud: `${url}/oauth/token`, exp, nbf: exp })],
    ['that another secret signed', (url: string) => hs256({ aud: `${url}/oauth/token`, exp }, 'wrong')],
    ['that is none', () => 'a.b.c'],
  ])('one %s gives none', async (_, assertion) => {
    const api = await useApi({ now });
    const [status, body] = await exchange(api, assertion(api.url));
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  test('is checked by a public key where there is one', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const api = await useApi({
      now,
      auth: { jwtPublicKey: publicKey.export({ format: 'pem', type: 'spki' }) },
    });
    const claims = { aud: `${api.url}/oauth/token`, exp };
    const text = `${encode({ alg: 'EdDSA' })}.${encode(claims)}`;
    const signed = `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
    expect((await exchange(api, signed))[0]).toBe(200);
    expect((await exchange(api, hs256(claims)))[0]).toBe(400);
  });
});
