import type { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';
import type { RunContext } from '../../streams/contexts.ts';
import { createAgents } from './agents.ts';
import { Forwarding } from './forwarding.ts';
import { Proxies } from './proxies.ts';
import { secureContexts, type TlsOptions, tlsSecrets } from './tls-settings.ts';

export interface Connections {
  readonly agent: { readonly http: HttpAgent; readonly https: HttpsAgent };
  /** Set when http: URLs may go through a proxy. */
  readonly forwarding: Forwarding | undefined;
}

export interface ConnectionOptions {
  readonly tls?: TlsOptions | undefined;
  readonly proxy?: string | undefined;
  readonly connectMs: number;
}

/**
 * What opens a client's connections, and keeps them for its next requests.
 *
 * @throws ConfigError for a proxy's URL or a certificate that cannot be used.
 */
export function openConnections(options: ConnectionOptions, { network = {}, addSecret }: RunContext): Connections {
  const { tls = {}, proxy, connectMs } = options;
  tlsSecrets(tls).forEach(addSecret);
  const contexts = secureContexts(tls);
  const proxies = new Proxies(network, proxy);
  for (const { secrets } of proxies.all) secrets.forEach(addSecret);

  const publicOnly = network.publicOnly === true;
  const agent = createAgents({
    proxies,
    secureContext: contexts?.own,
    proxySecureContext: contexts?.proxy,
    servername: tls.servername,
    connectMs,
    publicOnly,
  });
  // With publicOnly no http: URL is asked at all: the agent refuses it.
  const isForwarding = proxies.all.length > 0 && !publicOnly;
  return { agent, forwarding: isForwarding ? new Forwarding(proxies, proxyAgent(contexts?.proxy)) : undefined };
}

function proxyAgent(secureContext: SecureContext | undefined): HttpsAgent {
  return new HttpsAgent({ keepAlive: true, ...(secureContext && { secureContext }) });
}
