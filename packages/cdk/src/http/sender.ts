import type { Request } from 'got';
import { ForeignRedirect } from './allowed-origins.ts';
import type { Exchange } from './exchange.ts';
import type { HttpContext } from './http-context.ts';
import type { TlsOptions } from './network/tls-settings.ts';
import type { Timeouts } from './network-error.ts';
import { traceExchange } from './trace/trace-exchange.ts';

export interface SenderOptions {
  readonly timeouts: Timeouts;
  readonly tls?: TlsOptions | undefined;
  /** @default what the context's network says */
  readonly proxy?: string | undefined;
  /** Tells whether the credentials may follow a redirect to this URL. */
  readonly isAllowed: (url: URL) => boolean;
}

/** Sends a request; what comes is read from the stream. */
export type Sender = (exchange: Exchange) => Request;

/**
 * Loads got, and makes of it one that sends as this client does.
 *
 * @throws ConfigError for a proxy or certificates that cannot be used.
 */
export async function openSender(options: SenderOptions, run: HttpContext): Promise<Sender> {
  const [{ default: plainGot }, { openConnections }] = await Promise.all([
    import('got'),
    import('./network/connections.ts'),
  ]);
  const { timeouts, isAllowed } = options;
  const { agent, forwarding } = openConnections({ ...options, connectMs: timeouts.connectMs }, run);
  const got = plainGot.extend({
    agent,
    ...(forwarding && { request: forwarding.request }),
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
        (redirect) => {
          const { url, headers, context: sent } = redirect;
          if (url instanceof URL && !isAllowed(url)) throw new ForeignRedirect(url);
          // got takes them away from every other origin; this one may have them.
          for (const name of ['authorization', 'cookie']) headers[name] ??= sent[name] as string | undefined;
        },
      ],
    },
  });

  return (exchange) => {
    const { method, url, headers, body, context } = exchange;
    // got's promise form costs a third more a request than its stream. Without a body a stream waits to be written to.
    const isWritten = body !== undefined || !(method === 'GET' || method === 'HEAD');
    const payload = isWritten ? { body: body ?? '', allowGetBody: true } : {};
    const stream = got.stream(url, { method, headers, signal: context.signal, context: headers, ...payload });
    forwarding?.watch(stream);
    if (context.traceHttp !== undefined) traceExchange(stream, exchange);
    return stream;
  };
}
