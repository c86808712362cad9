import { type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Request, RequestFunction, Response } from 'got';
import type { Proxies } from './proxies.ts';
import type { Proxy } from './proxy.ts';
import { proxyRefusal } from './proxy-refusal.ts';

/** Sends requests for http: URLs to their proxy, whole URL and all, which passes them on. */
export class Forwarding {
  readonly #proxies: Proxies;
  readonly #tlsAgent: HttpsAgent;

  /** @param tlsAgent Keeps the connections to proxies that are reached by TLS. */
  constructor(proxies: Proxies, tlsAgent: HttpsAgent) {
    this.#proxies = proxies;
    this.#tlsAgent = tlsAgent;
  }

  /**
   * For got: `undefined` leaves a request that goes no such way to got itself.
   *
   * @see RFC 9112, section 3.2.2, for the absolute form
   */
  readonly request: RequestFunction = (url, options, callback) => {
    const proxy = this.#proxyOf(url);
    if (proxy === undefined) return undefined;
    const forwarded = {
      ...options,
      ...(proxy.isTls && { agent: this.#tlsAgent }),
      host: proxy.host,
      port: proxy.port,
      servername: proxy.servername,
      path: `${url.origin}${url.pathname}${url.search}`,
      headers: {
        ...(options.headers as OutgoingHttpHeaders),
        host: url.host,
        ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }),
      },
    };
    return (proxy.isTls ? httpsRequest : httpRequest)(forwarded as object, callback as (r: IncomingMessage) => void);
  };

  /** Ends a request that got the proxy's own refusal instead of the API's response. */
  watch(stream: Request): void {
    stream.once('response', ({ url, statusCode, statusMessage = '' }: Response) => {
      const target = new URL(url);
      const proxy = statusCode === 407 ? this.#proxyOf(target) : undefined;
      if (proxy !== undefined) stream.destroy(proxyRefusal(proxy, target.host, statusCode, statusMessage));
    });
  }

  #proxyOf({ protocol, hostname, port }: URL): Proxy | undefined {
    if (protocol !== 'http:') return undefined;
    return this.#proxies.of(protocol, hostname.replace(/^\[|\]$/g, ''), Number(port) || 80);
  }
}
