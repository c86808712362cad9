import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { ConnectionError } from './connection-error.ts';
import type { Proxies } from './proxies.ts';
import type { Proxy } from './proxy.ts';
import { publicLookup, refusalOf, requirePublic } from './public-address.ts';
import { openTunnel } from './tunnel.ts';

export interface ConnectionSettings {
  readonly proxies: Proxies;
  /** The client's own certificates. @default the usual ones */
  readonly secureContext?: SecureContext | undefined;
  /** The name to expect in the API's certificate. @default the host's */
  readonly servername?: string | undefined;
  /** What a TLS proxy is checked against: the same authorities, but never the client's certificate. */
  readonly proxySecureContext?: SecureContext | undefined;
  readonly connectMs: number;
  /** Refuses http: and every address that is not public. */
  readonly publicOnly: boolean;
  /** Finds the addresses of a host. @default the system's resolver */
  readonly resolve?: LookupFunction | undefined;
  /**
   * How long a connection is kept while nothing is asked. Servers close idle ones, many after 5 s; a request that is sent just then
   * is lost. Where a server says how long it waits, the shorter counts.
   * @default 4000
   */
  readonly idleSocketMs?: number | undefined;
}

type OnSocket = (error: Error | null, socket: Duplex) => void;

/** Makes the agents that open a client's connections and keep them for the next request. */
export function createAgents(settings: ConnectionSettings): { http: HttpAgent; https: HttpsAgent } {
  const { publicOnly, resolve, idleSocketMs = 4000 } = settings;
  const lookup = publicOnly ? publicLookup(resolve) : resolve;
  const options: AgentOptions = {
    keepAlive: true,
    // The connection that was used last is the warmest, and those left over get idle and are closed.
    scheduling: 'lifo',
    timeout: idleSocketMs,
    ...(lookup && { lookup }),
  };
  const { secureContext, servername } = settings;
  return {
    http: publicOnly ? new RefusingAgent(options) : new DirectAgent(options),
    https: new SecureAgent(
      { ...options, ...(secureContext && { secureContext }), ...(servername && { servername }) },
      settings,
    ),
  };
}

/** An agent's `timeout` would also count while a connection is made, which has its own limit. */
const withoutTimeout = <T extends { timeout?: number | undefined }>(options: T): T => ({
  ...options,
  timeout: undefined,
});

class DirectAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, onSocket?: OnSocket): Duplex | null | undefined {
    return super.createConnection(withoutTimeout(options), onSocket);
  }
}

class RefusingAgent extends HttpAgent {
  override createConnection({ host }: ClientRequestArgs, onSocket?: OnSocket): undefined {
    const message = `http://${host} is not encrypted. With DEPLOYMENT_MODE=cloud only https: is asked`;
    onSocket?.(new ConnectionError(message, 'config_error'), undefined as never);
  }
}

class SecureAgent extends HttpsAgent {
  readonly #settings: ConnectionSettings;

  constructor(options: AgentOptions, settings: ConnectionSettings) {
    super(options);
    this.#settings = settings;
  }

  override createConnection(options: RequestOptions, onSocket: OnSocket): Duplex | null | undefined {
    const { proxies, publicOnly } = this.#settings;
    const host = options.host ?? 'localhost';
    const port = Number(options.port ?? 443);
    const refused = publicOnly ? refusalOf(host) : undefined;
    if (refused !== undefined) {
      onSocket(refused, undefined as never);
      return undefined;
    }
    const proxy = proxies.of('https:', host, port);
    if (proxy === undefined) return super.createConnection(withoutTimeout(options), onSocket);
    this.#tunnel(proxy, host, port)
      .then((socket) => this.#secure(socket, options, proxy))
      .then(
        (secured) => onSocket(null, secured),
        (error: Error) => onSocket(error, undefined as never),
      );
    return undefined;
  }

  async #tunnel(proxy: Proxy, host: string, port: number): Promise<Duplex> {
    const { connectMs, publicOnly, resolve, proxySecureContext: secureContext } = this.#settings;
    if (publicOnly) await requirePublic(host, resolve);
    // The operator's own proxy may stand in a private network; one that a config names may not.
    const isChecked = publicOnly && !proxy.isOfOperator;
    const refused = isChecked ? refusalOf(proxy.host) : undefined;
    if (refused !== undefined) throw refused;
    const lookup = isChecked ? publicLookup(resolve) : resolve;
    return openTunnel(proxy, host, port, { connectMs, lookup, secureContext });
  }

  /** TLS through a tunnel begins on a socket that is connected already, where nobody else limits it. */
  #secure(socket: Duplex, options: RequestOptions, { origin }: Proxy): Duplex {
    const { connectMs } = this.#settings;
    const secured = super.createConnection({ ...withoutTimeout(options), socket } as RequestOptions) as Duplex;
    const timer = setTimeout(() => {
      const message = `no TLS connection through the proxy ${origin} within ${connectMs / 1000} s`;
      secured.destroy(new ConnectionError(message, 'transient_error'));
    }, connectMs);
    secured.once('secureConnect', () => clearTimeout(timer));
    secured.once('close', () => clearTimeout(timer));
    return secured;
  }
}
