import { HttpResponse } from '../src/http/http-response.ts';

export interface ResponseOptions {
  readonly status?: number;
  readonly statusText?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly method?: 'GET' | 'POST';
}

/** A response as the client makes it; a body that is no text and no bytes is sent as JSON. */
export function httpResponse(body: unknown, options: ResponseOptions = {}): HttpResponse {
  const bytes =
    body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
  return new HttpResponse({
    method: options.method ?? 'GET',
    url: new URL(options.url ?? 'https://api.example.com/v1/orders?limit=2'),
    status: options.status ?? 200,
    statusText: options.statusText ?? 'OK',
    headers: { 'content-type': 'application/json', ...options.headers },
    body: bytes,
  });
}
