import type { HttpResponse } from './http-response.ts';

/** The JSON in a response that may be anything: what answers a failed request is often a web page. `undefined` when it is none. */
export function jsonBody(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}
