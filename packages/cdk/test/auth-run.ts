import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { onTestFinished } from 'vitest';
import type { Authenticator } from '../src/http/authenticators/authenticator.ts';
import { HttpClient } from '../src/http/http-client.ts';
import type { HttpClientOptions } from '../src/http/http-client-options.ts';
import type { HttpResponse } from '../src/http/http-response.ts';
import type { JsonObject } from '../src/protocol/json.ts';
import { testRun, type TestRun } from './run-context.ts';

/** A client with an authenticator, and the API that it asks; both have the clock of the run. */
export interface AuthRun {
  readonly api: ExampleApi;
  readonly run: TestRun;
  /** Asks for a page of orders. */
  readonly request: (context?: Partial<TestRun['context']>) => Promise<HttpResponse>;
  /** The path and status of each request so far. */
  readonly seen: () => string[];
}

export interface AuthRunOptions extends ExampleApiOptions {
  readonly config?: JsonObject;
  readonly client?: HttpClientOptions;
}

/** The beginning of every test of an authenticator. The API is closed when the test ends. */
export async function authRun(
  makeAuthenticator: (api: ExampleApi) => Authenticator,
  { config = {}, client: clientOptions, ...options }: AuthRunOptions = {},
): Promise<AuthRun> {
  const run = testRun({ config });
  const api = await startExampleApi({ size: 5, now: () => run.clock.now(), ...options });
  onTestFinished(() => api.close());
  const client = new HttpClient({
    urlBase: `${api.url}/v1`,
    authenticator: makeAuthenticator(api),
    ...clientOptions,
  });
  return {
    api,
    run,
    request: (context) => client.request({ url: 'orders', params: { limit: 1 } }, { ...run.context, ...context }),
    seen: () => api.requests.map(({ path, status }) => `${path} ${status}`),
  };
}

/** What the example API's client needs to refresh its tokens. */
export function refreshTokenOptions({ url, auth }: ExampleApi) {
  const { clientId, clientSecret, refreshToken } = auth;
  return { tokenUrl: `${url}/oauth/token`, clientId, clientSecret, refreshToken };
}
