import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Timings } from 'got';
import type { HarEntry, HarPair, HarRequest, HarResponse } from '../../protocol/har.ts';
import { isSecretName } from '../../protocol/secret-name.ts';
import { harTimings, totalTime } from './har-timings.ts';
import { maskHeader, maskQuery, MASK } from '../mask-secrets.ts';

/** One request on its way, of which a redirect makes two, and what came of it. */
export interface TracedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<OutgoingHttpHeaders>;
  /** `undefined` when nothing was sent. */
  readonly timings: Timings | undefined;
  readonly isReused: boolean;
  /** `undefined` when none came. */
  readonly response: TracedResponse | undefined;
  /** Why no whole response came. */
  readonly error: string | undefined;
  /** What it was for: the stream, and which try it was. */
  readonly comment: string;
}

export interface TracedResponse {
  readonly message: IncomingMessage;
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** Of this end: tells connections apart. */
  readonly localPort: number | undefined;
  /** Length of the body as it was read, after decompression. */
  readonly bodySize: number;
}

/** An entry of a trace, in which nothing that proves who asks can be read: neither in headers nor cookies nor in URLs. */
export function harEntry(traced: TracedRequest, now: number): HarEntry {
  const { response, error, comment } = traced;
  const startedAt = traced.timings?.start ?? now;
  const timings = harTimings(traced.timings ?? notSent(now), traced.isReused, now);
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: totalTime(timings),
    request: harRequest(traced),
    response: response === undefined ? noResponse(error) : harResponse(response, error),
    cache: {},
    timings,
    ...(response?.address !== undefined && { serverIPAddress: response.address }),
    ...(response?.port !== undefined && { connection: String(response.port) }),
    ...(response?.localPort !== undefined && { _connectionId: String(response.localPort) }),
    _resourceType: 'fetch',
    ...(comment !== '' && { comment }),
  };
}

function harRequest({ method, url, headers }: TracedRequest): HarRequest {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => ({ name, value: String(one) })),
  );
  return {
    method,
    url: maskQuery(url.href),
    httpVersion: 'HTTP/1.1',
    cookies: cookies(pairs, 'cookie', /;\s*/),
    headers: pairs.map(masked),
    queryString: [...url.searchParams].map(([name, value]) => ({ name, value: isSecretName(name) ? MASK : value })),
    headersSize: headSize(`${method} ${url.pathname}${url.search} HTTP/1.1`, pairs),
    bodySize: Number(headers['content-length'] ?? 0),
  };
}

function harResponse({ message, bodySize }: TracedResponse, error: string | undefined): HarResponse {
  const { statusCode = 0, statusMessage = '', httpVersion, headers, rawHeaders } = message;
  const pairs: HarPair[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    pairs.push({ name: rawHeaders[at] ?? '', value: rawHeaders[at + 1] ?? '' });
  }
  return {
    status: statusCode,
    statusText: statusMessage,
    httpVersion: `HTTP/${httpVersion}`,
    cookies: cookies(pairs, 'set-cookie', /;.*/s),
    headers: pairs.map(masked),
    content: { size: bodySize, mimeType: headers['content-type'] ?? '' },
    redirectURL: maskQuery(headers.location ?? ''),
    headersSize: headSize(`HTTP/${httpVersion} ${statusCode} ${statusMessage}`, pairs),
    bodySize: headers['content-length'] === undefined ? -1 : Number(headers['content-length']),
    ...(error !== undefined && { _error: error }),
  };
}

function noResponse(error = 'no response'): HarResponse {
  return {
    status: 0,
    statusText: '',
    httpVersion: '',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: '' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _error: error,
  };
}

function masked({ name, value }: HarPair): HarPair {
  return { name, value: maskHeader(name, value) };
}

/** The names of cookies; their values are secrets. */
function cookies(headers: readonly HarPair[], header: string, separator: RegExp): HarPair[] {
  return headers
    .filter(({ name }) => name.toLowerCase() === header)
    .flatMap(({ value }) => value.split(separator))
    .map((cookie) => cookie.split('=')[0]?.trim() ?? '')
    .filter((name) => name !== '')
    .map((name) => ({ name, value: MASK }));
}

function headSize(firstLine: string, headers: readonly HarPair[]): number {
  const lines = [firstLine, ...headers.map(({ name, value }) => `${name}: ${value}`)];
  return lines.reduce((size, line) => size + Buffer.byteLength(line, 'latin1') + 2, 2);
}

function notSent(now: number): Timings {
  return { start: now, end: now } as Timings;
}
