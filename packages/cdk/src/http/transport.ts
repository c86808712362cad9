import type { Got, Request } from 'got';
import { ConnectorError } from '../errors/connector-error.ts';
import type { HttpMethod } from './http-request.ts';
import { HttpResponse } from './http-response.ts';
import type { Timeouts } from './network-error.ts';
import { StreamedBody } from './streamed-body.ts';

/** One HTTP exchange, ready to send. */
export interface Exchange {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Record<string, string | undefined>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** Whether a large body may be handed out while it arrives. */
  readonly isStreamed: boolean;
}

/**
 * Of a body that may be streamed, this much is read before the response is handed out: a break in it is tried again as any
 * failed request is, and what small answers say can be looked at as a whole.
 */
const READ_AHEAD_BYTES = 256 * 1024;

/** A body that comes slower than this is handed out with what there is of it. */
const READ_AHEAD_MS = 10_000;

/** The most that is read of the body of a failure, which is wanted for its message. */
const MAX_FAILURE_BYTES = 1024 * 1024;

/**
 * Sends a request once and gives the response, whatever its status. Rejects when no whole response comes; with `isStreamed`,
 * with a BrokenResponse when it breaks in what is read ahead.
 */
export type Transport = (exchange: Exchange) => Promise<HttpResponse>;

/**
 * A transport on got, which is loaded with the first request: `spec` and `discover` start without it. Connections are
 * kept open between requests and shared by all streams of the client.
 *
 * @param isAllowed Tells whether the credentials may follow a redirect to this URL.
 */
export function gotTransport(timeouts: Timeouts, isAllowed: (url: URL) => boolean): Transport {
  let instance: Promise<Got> | undefined;

  async function load(): Promise<Got> {
    const [{ default: got }, { Agent: HttpAgent }, { Agent: HttpsAgent }] = await Promise.all([
      import('got'),
      import('node:http'),
      import('node:https'),
    ]);
    const agentOptions = { keepAlive: true, noDelay: true, scheduling: 'lifo' } as const;
    return got.extend({
      agent: { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) },
      // Retries, statuses and time limits are the client's business: got is told to do one plain exchange.
      retry: { limit: 0 },
      throwHttpErrors: false,
      timeout: {
        lookup: timeouts.connectMs,
        connect: timeouts.connectMs,
        secureConnect: timeouts.connectMs,
        socket: timeouts.idleMs,
        request: timeouts.requestMs,
      },
      hooks: {
        beforeRedirect: [
          (options) => {
            const { url, headers, context } = options;
            if (url instanceof URL && !isAllowed(url)) throw new ForeignRedirect(url);
            // got takes them away from every other origin; this one may have them.
            for (const name of ['authorization', 'cookie']) headers[name] ??= context[name] as string | undefined;
          },
        ],
      },
    });
  }

  return async (exchange) => {
    const got = await (instance ??= load());
    const { method, url, headers, body, signal } = exchange;
    // got's promise form costs a third more a request than its stream. Without a body a stream waits to be written to.
    const isWritten = body !== undefined || !(method === 'GET' || method === 'HEAD');
    const payload = isWritten ? { body: body ?? '', allowGetBody: true } : {};
    const stream = got.stream(url, { method, headers, signal, context: headers, ...payload });
    return exchange.isStreamed ? streamedResponse(stream, exchange, timeouts) : wholeResponse(stream, exchange);
  };
}

function wholeResponse(stream: Request, exchange: Exchange): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.once('error', reject);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => {
      const [first = Buffer.alloc(0), ...more] = chunks;
      resolve(toResponse(stream, exchange, more.length === 0 ? first : Buffer.concat(chunks)));
    });
  });
}

/** A response whose body is streamed, unless it is small or that of a failure. */
async function streamedResponse(stream: Request, exchange: Exchange, timeouts: Timeouts): Promise<HttpResponse> {
  await new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('response', resolve);
  });
  // The limits of the whole request end here: a body that is read slowly makes the API wait, which is no fault of it.
  stream.options.timeout = {};
  stream.socket?.setTimeout(0);

  const { method, url, signal } = exchange;
  const body = new StreamedBody(stream, { request: `${method} ${url.origin}${url.pathname}`, timeouts, signal });
  const { statusCode = 0 } = stream.response ?? {};
  const isSuccess = statusCode >= 200 && statusCode < 300;
  try {
    const whole = await body.fill(isSuccess ? READ_AHEAD_BYTES : MAX_FAILURE_BYTES, READ_AHEAD_MS);
    return toResponse(stream, exchange, whole ?? (isSuccess ? body : body.cut()));
  } catch (thrown) {
    throw isSuccess ? new BrokenResponse(toResponse(stream, exchange, body), thrown) : thrown;
  }
}

function toResponse({ response }: Request, { method, url }: Exchange, body: Uint8Array | StreamedBody): HttpResponse {
  return new HttpResponse({
    method,
    // What came is an answer to the last of the redirects; links in it are relative to that.
    url: response?.redirectUrls.at(-1) ?? url,
    status: response?.statusCode ?? 0,
    statusText: response?.statusMessage ?? '',
    headers: response?.headers ?? {},
    body,
  });
}

/** A redirect would have taken the credentials to another origin. */
export class ForeignRedirect extends ConnectorError {
  readonly target: URL;

  constructor(target: URL) {
    super(`Refused a redirect to ${target.origin}`);
    this.target = target;
  }
}

/** A body that may be streamed broke off before it could be handed out. */
export class BrokenResponse extends Error {
  /** With a body that gives what came of it, then breaks. */
  readonly response: HttpResponse;

  constructor(response: HttpResponse, cause: unknown) {
    super('The body broke off', { cause });
    this.response = response;
  }
}
