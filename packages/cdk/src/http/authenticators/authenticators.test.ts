import nock from 'nock';
import { afterEach, describe, expect, test } from 'vitest';
import { testRun } from '../../../test/run-context.ts';
import { HttpClient } from '../http-client.ts';
import type { HttpClientOptions } from '../http-client-options.ts';
import { ApiKeyAuthenticator } from './api-key-authenticator.ts';
import type { Authenticator } from './authenticator.ts';
import { BasicAuthenticator } from './basic-authenticator.ts';
import { BearerAuthenticator } from './bearer-authenticator.ts';

const API = 'https://api.example.com';

afterEach(() => {
  nock.cleanAll();
});

/** The headers and query that a request through this authenticator has, and the secrets it named. */
async function sent(
  authenticator: Authenticator,
  url = '/orders',
  options: HttpClientOptions = {},
): Promise<{ headers: any; query: string; secrets: string[] }> {
  let headers: unknown;
  let query = '';
  nock(API)
    .get(/.*/)
    .reply((request: Request) => {
      headers = Object.fromEntries(request.headers);
      query = new URL(request.url).search;
      return [200, '[]'];
    });
  const run = testRun();
  await new HttpClient({ urlBase: API, authenticator, ...options }).request({ url }, run.context);
  return { headers, query, secrets: run.secrets };
}

describe('A1: what proves who asks', () => {
  test('a bearer token', async () => {
    const { headers, query, secrets } = await sent(new BearerAuthenticator('tok-123'));
    expect([headers.authorization, query, secrets]).toEqual(['Bearer tok-123', '', ['tok-123']]);
  });

  test('a bearer token under a scheme of the API', async () => {
    const { headers } = await sent(new BearerAuthenticator('tok-123', 'Token'));
    expect(headers.authorization).toBe('Token tok-123');
  });

  test('an API key in a header, whatever its case', async () => {
    const { headers, query, secrets } = await sent(new ApiKeyAuthenticator('key-123', { header: 'X-Api-Key' }));
    expect([headers['x-api-key'], headers.authorization, query, secrets]).toEqual([
      'key-123',
      undefined,
      '',
      ['key-123'],
    ]);
  });

  test('an API key in the query, beside what is there', async () => {
    const authenticator = new ApiKeyAuthenticator('k&y=1', { param: 'api_key' });
    const { headers, query, secrets } = await sent(authenticator, '/orders?page=2&api_key=old');
    expect([query, secrets, headers.authorization]).toEqual(['?page=2&api_key=k%26y%3D1', ['k&y=1'], undefined]);
  });

  test('an API key in a header after a word of the API', async () => {
    const place = { header: 'Authorization', scheme: 'Key' };
    expect((await sent(new ApiKeyAuthenticator('key-123', place))).headers.authorization).toBe('Key key-123');
  });

  test('an API key in a cookie, beside those of the client', async () => {
    const { headers, secrets } = await sent(new ApiKeyAuthenticator('key-123', { cookie: 'sid' }), '/orders', {
      headers: { Cookie: 'lang=en' },
    });
    expect([headers.cookie, secrets]).toEqual(['lang=en; sid=key-123', ['key-123']]);
  });

  test('a user name and a password, as UTF-8', async () => {
    const { headers, secrets } = await sent(new BasicAuthenticator({ username: 'jo', password: 'pässword' }));
    const encoded = Buffer.from('jo:pässword').toString('base64');
    expect([headers.authorization, secrets]).toEqual([`Basic ${encoded}`, [encoded, 'pässword']]);
  });

  test('a key as the user name alone, which is then the secret', async () => {
    const { headers, secrets } = await sent(new BasicAuthenticator({ username: 'key-123' }));
    const encoded = Buffer.from('key-123:').toString('base64');
    expect([headers.authorization, secrets]).toEqual([`Basic ${encoded}`, [encoded, 'key-123']]);
  });
});

test.each([
  [{ json: { q: 'x' } }, '{"q":"x","api_key":"key-123"}'],
  [{ form: { q: 'x' } }, 'q=x&api_key=key-123'],
  [undefined, '{"api_key":"key-123"}'],
])('A1: an API key in a body of %j', async (body, expected) => {
  let text = '';
  nock(API)
    .post('/search')
    .reply(async (request: Request) => {
      text = await request.text();
      return [200, '[]'];
    });
  const authenticator = new ApiKeyAuthenticator('key-123', { body: 'api_key' });
  const client = new HttpClient({ urlBase: API, authenticator });
  await client.request({ method: 'POST', url: 'search', body }, testRun().context);
  expect(text).toBe(expected);
});

test('an authenticator is asked before every try, and may wait', async () => {
  let asked = 0;
  const authorizations: unknown[] = [];
  nock(API)
    .get('/orders')
    .times(2)
    .reply((request: Request) => {
      authorizations.push(request.headers.get('authorization'));
      return [authorizations.length === 1 ? 503 : 200, '[]'];
    });
  const authenticator: Authenticator = {
    async credentials() {
      await Promise.resolve();
      asked++;
      return { headers: { Authorization: `t${asked}` }, secrets: [`t${asked}`] };
    },
  };
  const run = testRun();
  await new HttpClient({ urlBase: API, authenticator }).request({ url: 'orders' }, run.context);
  expect(authorizations).toEqual(['t1', 't2']);
  expect(run.secrets).toEqual(['t1', 't2']);
});

test('what an authenticator throws ends the request without a retry', async () => {
  const run = testRun();
  const authenticator: Authenticator = {
    credentials() {
      throw new Error('no key');
    },
  };
  const client = new HttpClient({ urlBase: API, authenticator });
  await expect(client.request({ url: 'orders' }, run.context)).rejects.toThrow('no key');
  expect(run.clock.waits).toEqual([]);
});
