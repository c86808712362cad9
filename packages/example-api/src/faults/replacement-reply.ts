import { STATUS_CODES } from 'node:http';

import { errorBody } from '../http/api-error.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Fault } from './fault.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';

const PAGE = '<!doctype html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n';

/**
 * What is answered in place of what was asked, as the first fault that replaces the answer says.
 * @param now milliseconds since the Unix epoch
 */
export function replacementReply(faults: readonly Fault[], now: number): Reply | undefined {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'status':
        return statusReply(fault.status, fault.body, fault.headers);
      case 'rateLimit':
        return statusReply(429, undefined, rateLimitHeaders(fault.header, fault.seconds, now));
      case 'redirect':
        return { status: fault.status ?? 302, headers: { location: fault.location }, body: Buffer.alloc(0) };
      case 'html':
        return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: Buffer.from(PAGE) };
      default:
    }
  }
  return undefined;
}

function statusReply(status: number, body?: string | object, headers: Readonly<Record<string, string>> = {}): Reply {
  const lowerCased = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (typeof body === 'object') return jsonReply(status, JSON.stringify(body), lowerCased);
  if (body !== undefined) {
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...lowerCased }, body: Buffer.from(body) };
  }
  if (status === 204 || status === 304) return { status, headers: lowerCased, body: Buffer.alloc(0) };
  const reason = STATUS_CODES[status] ?? `Status ${status}`;
  const code = reason.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return jsonReply(status, errorBody(code, reason), lowerCased);
}
