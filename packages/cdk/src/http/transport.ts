import type { Got } from 'got';
import { ConnectorError } from '../errors/connector-error.ts';
import type { HttpMethod } from './http-request.ts';
import { HttpResponse } from './http-response.ts';
import type { Timeouts } from './network-error.ts';

/** One HTTP exchange, ready to send. */
export interface Exchange {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Record<string, string | undefined>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends a request once and gives the response, whatever its status. Rejects when no whole response comes. */
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

  return async ({ method, url, headers, body, signal }) => {
    const got = await (instance ??= load());
    return new Promise((resolve, reject) => {
      // got's promise form costs a third more a request than its stream. Without a body a stream waits to be written to.
      const isWritten = body !== undefined || !(method === 'GET' || method === 'HEAD');
      const payload = isWritten ? { body: body ?? '', allowGetBody: true } : {};
      const stream = got.stream(url, { method, headers, signal, context: headers, ...payload });
      const chunks: Buffer[] = [];
      stream.once('error', reject);
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const { response } = stream;
        // What came is an answer to the last of the redirects; links in it are relative to that.
        const answered = response?.redirectUrls.at(-1) ?? url;
        const [first = Buffer.alloc(0), ...more] = chunks;
        resolve(
          new HttpResponse({
            method,
            url: answered,
            status: response?.statusCode ?? 0,
            statusText: response?.statusMessage ?? '',
            headers: response?.headers ?? {},
            body: more.length === 0 ? first : Buffer.concat(chunks),
          }),
        );
      });
    });
  };
}

/** A redirect would have taken the credentials to another origin. */
export class ForeignRedirect extends ConnectorError {
  readonly target: URL;

  constructor(target: URL) {
    super(`Refused a redirect to ${target.origin}`);
    this.target = target;
  }
}
