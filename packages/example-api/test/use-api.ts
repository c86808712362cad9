import { onTestFinished } from 'vitest';

import { startExampleApi } from '../src/index.ts';
import type { ExampleApi, ExampleApiOptions, FaultRule } from '../src/index.ts';

/** An API for one test, with its token already in `get`. */
export interface TestApi extends ExampleApi {
  /** Requests a path, or an absolute URL. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Requests a path and reads its JSON as whatever the test says it is. */
  json<T>(path: string): Promise<T>;
  /** Sends a JSON body. */
  post(path: string, body: unknown): Promise<Response>;
  delete(path: string): Promise<Response>;
}

/** Starts an API that is closed when the running test ends. */
export async function useApi(options?: ExampleApiOptions): Promise<TestApi> {
  const api = await startExampleApi(options);
  onTestFinished(() => api.close());
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(new URL(path, api.url), {
      redirect: 'manual',
      signal: AbortSignal.timeout(5_000),
      ...init,
      headers: { authorization: `Bearer ${api.token}`, ...(init.headers as Record<string, string>) },
    });
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => send(path, { headers });
  return {
    ...api,
    get,
    json: async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T,
    post: (path, body) => send(path, { method: 'POST', body: JSON.stringify(body) }),
    delete: (path) => send(path, { method: 'DELETE' }),
  };
}

/** Starts an API with one rule. */
export function useFaultyApi(rule: FaultRule): Promise<TestApi> {
  return useApi({ size: 50, faults: [rule] });
}
