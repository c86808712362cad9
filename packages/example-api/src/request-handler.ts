import type { IncomingMessage, ServerResponse } from 'node:http';

import { alteredReply } from './faults/altered-reply.ts';
import type { FaultList } from './faults/fault-list.ts';
import { faultOf, isJobFault, isPageFault } from './faults/fault.ts';
import { replacementReply } from './faults/replacement-reply.ts';
import { ApiError } from './http/api-error.ts';
import type { ApiRequest } from './http/api-request.ts';
import { acceptsGzip, compressedReply } from './http/compressed-reply.ts';
import type { Delays } from './http/delays.ts';
import type { PageCache } from './http/page-cache.ts';
import type { QuotaMeter, QuotaVerdict } from './http/quota-meter.ts';
import { readBody } from './http/read-body.ts';
import { errorReply } from './http/reply.ts';
import type { Reply } from './http/reply.ts';
import type { RequestLog } from './http/request-log.ts';
import { sendReply } from './http/send-reply.ts';
import type { ApiState } from './routes/api-state.ts';
import { findEndpoint } from './routes/route.ts';
import type { Shop } from './shop/shop.ts';

/** What answering a request takes. */
export interface RequestHandlerOptions {
  readonly shop: Shop;
  readonly state: ApiState;
  readonly faults: FaultList;
  readonly log: RequestLog;
  readonly cache: PageCache;
  readonly delays: Delays;
  readonly quotas: QuotaMeter;
  /** Added before every answer, in milliseconds. */
  readonly latencyMs: number;
  /** Whether bodies are gzip for clients that accept it. */
  readonly compress: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Answers one request, whole or as broken as its faults ask for. Never rejects. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Makes what answers the requests to the API. */
export function createRequestHandler(options: RequestHandlerOptions): RequestHandler {
  const { shop, state, faults: faultList, log, cache, delays, quotas, latencyMs, now } = options;

  const answer = (request: IncomingMessage, apiRequest: ApiRequest): Reply => {
    const { method, path, headers, origin } = apiRequest;
    const endpoint = findEndpoint(path);
    if (!endpoint.open && !state.access.allows(headers)) {
      throw new ApiError(401, 'unauthorized', 'The access token is not valid', { 'www-authenticate': 'Bearer' });
    }
    const { methods = ['GET'] } = endpoint;
    if (!methods.includes(method)) {
      const allow = methods.join(', ');
      throw new ApiError(405, 'method_not_allowed', `"${path}" answers ${allow} only`, { allow });
    }
    const gzip = options.compress && acceptsGzip(headers['accept-encoding']);
    const render = (): Reply => {
      const reply = endpoint.route(apiRequest, shop, state);
      return gzip ? compressedReply(reply) : reply;
    };
    // What changes by itself, and what is broken, is made anew.
    const isKept = endpoint.methods === undefined && shop.orderChanges === undefined;
    if (!isKept || apiRequest.pageFaults.length > 0) return render();
    const key = [gzip, headers.accept, origin, request.url].join(' ');
    const cached = cache.get(key);
    if (cached !== undefined) return cached;
    const reply = render();
    cache.set(key, reply);
    return reply;
  };

  const safeAnswer = (request: IncomingMessage, apiRequest: ApiRequest, quota: QuotaVerdict | undefined): Reply => {
    try {
      if (quota?.isRefused === true) {
        const { 'x-ratelimit-limit': limit } = quota.headers;
        throw new ApiError(429, 'too_many_requests', `The quota of ${limit} requests is used up`);
      }
      return answer(request, apiRequest);
    } catch (error) {
      if (error instanceof ApiError) return errorReply(error);
      return errorReply(new ApiError(500, 'internal_error', String(error)));
    }
  };

  return async (request, response) => {
    const target = request.url ?? '/';
    const mark = target.indexOf('?');
    const path = mark === -1 ? target : target.slice(0, mark);
    const query = new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
    const { headers, method = 'GET', socket } = request;
    const entry = log.add({ method, path, query: Object.fromEntries(query), headers, at: now() });

    const faults = faultList.take(path);
    const wait = faults.reduce((ms, fault) => (fault.kind === 'latency' ? ms + fault.ms : ms), latencyMs);
    if (wait > 0 && !(await delays.wait(wait))) return;
    if (faultOf(faults, 'reset') !== undefined) {
      socket.resetAndDestroy();
      return;
    }
    if (faultOf(faults, 'hang') !== undefined) return;
    const body = await readBody(request);
    if (body === undefined) return;
    entry.body = body;

    if (faultOf(faults, 'expireTokens') !== undefined) state.access.expireTokens();

    const origin = `http://${headers.host ?? `127.0.0.1:${socket.localPort}`}`;
    const pageFaults = faults.filter(isPageFault);
    const jobFaults = faults.filter(isJobFault);
    const apiRequest: ApiRequest = { method, path, query, headers, body, origin, pageFaults, jobFaults };
    const quota = quotas.take(now());
    const answered = replacementReply(faults, now()) ?? safeAnswer(request, apiRequest, quota);
    const reply = quota === undefined ? answered : { ...answered, headers: { ...quota.headers, ...answered.headers } };
    entry.status = reply.status;
    await sendReply(response, faults.length > 0 ? await alteredReply(reply, faults) : reply, faults);
  };
}
