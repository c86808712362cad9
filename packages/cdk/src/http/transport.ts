import type { Request } from 'got';
import type { NetworkSettings } from '../streams/contexts.ts';
import type { Exchange } from './exchange.ts';
import { HttpResponse } from './http-response.ts';
import type { Timeouts } from './network-error.ts';
import { openSender, type Sender, type SenderOptions } from './sender.ts';
import { isStaleConnection } from './stale-connection.ts';
import { StreamedBody } from './streamed-body.ts';

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
 */
export function gotTransport(options: SenderOptions): Transport {
  let sender: Promise<Sender> | undefined;
  let network: NetworkSettings | undefined;

  return async (exchange) => {
    // A process has one network. A client that a test uses in two must not take the connections of one into the other.
    if (exchange.context.network !== network) sender = undefined;
    network = exchange.context.network;
    const send = await (sender ??= openSender(options, exchange.context));
    for (;;) {
      try {
        const stream = send(exchange);
        return await (exchange.isStreamed
          ? streamedResponse(stream, exchange, options.timeouts)
          : wholeResponse(stream, exchange));
      } catch (failure) {
        if (!isStaleConnection(failure, exchange.method)) throw failure;
      }
    }
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

  const { method, url, context } = exchange;
  const body = new StreamedBody(stream, {
    request: `${method} ${url.origin}${url.pathname}`,
    timeouts,
    signal: context.signal,
  });
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

/** A body that may be streamed broke off before it could be handed out. */
export class BrokenResponse extends Error {
  /** With a body that gives what came of it, then breaks. */
  readonly response: HttpResponse;

  constructor(response: HttpResponse, cause: unknown) {
    super('The body broke off', { cause });
    this.response = response;
  }
}
