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
      responseType: 'buffer',
      timeout: {
        lookup: timeouts.connectMs,
        connect: timeouts.connectMs,
        secureConnect: timeouts.connectMs,
        socket: timeouts.idleMs,
        request: timeouts.requestMs,
      },
      hooks: {
        beforeRedirect: [
          ({ url }) => {
            if (url instanceof URL && !isAllowed(url)) throw new ForeignRedirect(url);
          },
        ],
      },
    });
  }

  return async ({ method, url, headers, body, signal }) => {
    const got = await (instance ??= load());
    const response = await got(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
    return new HttpResponse({
      method,
      url,
      status: response.statusCode,
      statusText: response.statusMessage ?? '',
      headers: response.headers,
      body: response.rawBody,
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
