import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { Authenticator, Credentials, SpentCredentials } from './authenticators/authenticator.ts';
import { HttpClient } from './http-client.ts';

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 5, ...options });
  onTestFinished(() => api.close());
  return api;
}

const bearer = (token: string): Credentials => ({ headers: { authorization: `Bearer ${token}` }, secrets: [token] });

/** Gives one token after the other: what `refresh` takes from it is the next one. */
class Refreshable implements Authenticator {
  readonly refused: Credentials[] = [];
  readonly #tokens: Credentials[];

  constructor(...tokens: string[]) {
    this.#tokens = tokens.map(bearer);
  }

  credentials() {
    return this.#tokens[0] ?? bearer('none');
  }

  async refresh(refused: Credentials) {
    this.refused.push(refused);
    if (refused === this.#tokens[0]) this.#tokens.shift();
  }
}

function request(api: ExampleApi, authenticator: Authenticator, run = testRun(), maxRetries = 5) {
  const client = new HttpClient({ urlBase: `${api.url}/v1`, authenticator, retry: { maxRetries } });
  return client.request({ url: 'orders' }, run.context);
}

const statuses = (api: ExampleApi): number[] => api.requests.map(({ status }) => status);

describe('H3: a 401 with credentials that can be renewed', () => {
  test('is renewed, and the request is sent once more, without a wait', async () => {
    const api = await useApi();
    const authenticator = new Refreshable('old', api.token);
    const run = testRun();
    expect((await request(api, authenticator, run)).status).toBe(200);
    expect([statuses(api), run.clock.waits, run.secrets]).toEqual([[401, 200], [], ['old', api.token]]);
    expect(authenticator.refused).toEqual([bearer('old')]);
  });

  test('is no retry: it is sent once more even where there are none', async () => {
    const api = await useApi();
    expect((await request(api, new Refreshable('old', api.token), testRun(), 0)).status).toBe(200);
  });

  test('a second 401 is the end, as a config_error that says how many tries there were', async () => {
    const api = await useApi();
    const authenticator = new Refreshable('old', 'wrong', api.token);
    const error = await rejectionOf(request(api, authenticator));
    expect(error.message).toContain('401 Unauthorized');
    expect(error.message).toContain('(2 tries)');
    expect([error.failureType, statuses(api), authenticator.refused.length]).toEqual(['config_error', [401, 401], 1]);
  });

  test('the retries of the other faults are all still there', async () => {
    const api = await useApi({ faults: [{ from: 2, times: 2, fault: { kind: 'status', status: 503 } }] });
    const run = testRun();
    expect((await request(api, new Refreshable('old', api.token), run, 2)).status).toBe(200);
    expect([statuses(api), run.clock.waits]).toEqual([
      [401, 503, 503, 200],
      [1000, 2000],
    ]);
  });

  test('what the renewal throws ends the request', async () => {
    const api = await useApi();
    const authenticator: Authenticator = {
      credentials: () => bearer('old'),
      async refresh() {
        throw new ConfigError('Log in again');
      },
    };
    await expect(request(api, authenticator)).rejects.toThrow('Log in again');
    expect(statuses(api)).toEqual([401]);
  });

  test('a 403 renews nothing', async () => {
    const api = await useApi({ faults: [{ fault: { kind: 'status', status: 403 } }] });
    const authenticator = new Refreshable('old', api.token);
    await rejectionOf(request(api, authenticator));
    expect(authenticator.refused).toEqual([]);
  });
});

describe('an authenticator with other credentials at hand', () => {
  const rotating = (spent: SpentCredentials[], readyAt: () => number | undefined): Authenticator => ({
    credentials: () => bearer(spent.length === 0 ? 'first' : 'example-token'),
    rotate(one) {
      spent.push(one);
      return readyAt();
    },
  });

  test('hears of a used-up quota and when it returns; the next are used at once, and that is no retry', async () => {
    const limit = { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 30 } as const;
    const api = await useApi({ faults: [{ fault: limit }] });
    const run = testRun();
    const spent: SpentCredentials[] = [];
    await request(
      api,
      rotating(spent, () => 0),
      run,
      0,
    );
    expect([statuses(api), run.clock.waits, run.rateLimits]).toEqual([[429, 200], [], []]);
    expect(spent).toEqual([{ credentials: bearer('first'), until: run.clock.now() + 30_000 }]);
  });

  test('hears of credentials that the API does not know', async () => {
    const api = await useApi();
    const spent: SpentCredentials[] = [];
    await request(
      api,
      rotating(spent, () => 0),
    );
    expect(statuses(api)).toEqual([401, 200]);
    expect(spent).toEqual([{ credentials: bearer('first'), until: Number.POSITIVE_INFINITY }]);
  });

  test('P7: when the next are ready only later, that is waited for, visibly', async () => {
    const limit = { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 30 } as const;
    const api = await useApi({ faults: [{ fault: limit }] });
    const run = testRun();
    const readyAt = run.clock.now() + 12_000;
    await request(
      api,
      rotating([], () => readyAt),
      run,
    );
    expect([statuses(api).length, run.clock.waits, run.rateLimits]).toEqual([2, [12_000], [readyAt]]);
    expect(run.logs.find((line) => line.startsWith('warn'))).toContain(
      'Waiting 12 s as the first quota to return asks',
    );
  });

  test('when there are no others, the request goes on as if it had not asked', async () => {
    const api = await useApi();
    const error = await rejectionOf(
      request(
        api,
        rotating([], () => undefined),
      ),
    );
    expect([error.status, statuses(api)]).toEqual([401, [401]]);
  });
});

describe('what an authenticator sends itself', () => {
  /** Asks the status of the API before each request. */
  const asking = (url: string): Authenticator => ({
    async credentials({ send }) {
      const response = await send({ url });
      return bearer(response.json<{ status: string }>().status);
    },
  });

  test('goes out without credentials, with the retries of the client', async () => {
    const api = await useApi({ token: 'ok', faults: [{ path: '/v1/status', fault: { kind: 'status', status: 503 } }] });
    const run = testRun();
    expect((await request(api, asking(`${api.url}/v1/status`), run)).status).toBe(200);
    expect(api.requests.map(({ path, status, headers }) => [path, status, headers.authorization])).toEqual([
      ['/v1/status', 503, undefined],
      ['/v1/status', 200, undefined],
      ['/v1/orders', 200, 'Bearer ok'],
    ]);
    expect(run.clock.waits).toEqual([1000]);
  });

  test('H7: may go to another origin, which is none that gets the credentials', async () => {
    const [api, login] = [await useApi({ token: 'ok' }), await useApi()];
    const run = testRun();
    const client = new HttpClient({ urlBase: api.url, authenticator: asking(`${login.url}/v1/status`) });
    await client.request({ url: '/v1/orders' }, run.context);
    await expect(client.request({ url: `${login.url}/v1/orders` }, run.context)).rejects.toThrow('allowedHosts');
  });

  test('is not stopped with the request that wanted it', async () => {
    const api = await useApi({ token: 'ok' });
    const run = testRun();
    const answers: number[] = [];
    const authenticator: Authenticator = {
      async credentials({ send }) {
        run.abort(new Error('SIGTERM'));
        answers.push((await send({ url: `${api.url}/v1/status` })).status);
        return bearer('ok');
      },
    };
    await expect(request(api, authenticator, run)).rejects.toThrow('SIGTERM');
    expect(answers).toEqual([200]);
  });
});
