import type { JsonObject } from '@headwater/cdk/protocol';
import type { Exchange } from './exchange.ts';
import { type FixtureBody, fromFixtureBody, toFixtureBody } from './fixture-body.ts';

/** An exchange as its file has it. */
export interface Fixture {
  readonly request: FixtureBody & {
    readonly method: string;
    readonly url: string;
    readonly headers?: Exchange['request']['headers'];
  };
  readonly response: FixtureBody & { readonly status: number; readonly headers?: Exchange['response']['headers'] };
}

export function toFixture({ request, response }: Exchange): Fixture {
  const { method, url, headers, body } = request;
  return {
    request: { method, url, headers, ...toFixtureBody(body) },
    response: { status: response.status, headers: response.headers, ...toFixtureBody(response.body) },
  };
}

/** `undefined` for what is no fixture. */
export function fromFixture(value: JsonObject): Exchange | undefined {
  const { request, response } = value as unknown as Partial<Fixture>;
  if (typeof request?.method !== 'string' || !URL.canParse(request.url) || typeof response?.status !== 'number') {
    return undefined;
  }
  const { method, url, headers = {} } = request;
  return {
    request: { method, url, headers, body: fromFixtureBody(request) },
    response: { status: response.status, headers: response.headers ?? {}, body: fromFixtureBody(response) },
  };
}
