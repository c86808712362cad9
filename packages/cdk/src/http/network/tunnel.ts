import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { ConnectionError } from './connection-error.ts';
import type { Proxy } from './proxy.ts';
import { proxyRefusal } from './proxy-refusal.ts';

export interface TunnelOptions {
  /** For the whole way: to reach the proxy, and until it has reached the host. */
  readonly connectMs: number;
  /** Finds the proxy's addresses. @default the system's resolver */
  readonly lookup?: LookupFunction | undefined;
  /** The certificates that a TLS proxy is checked against. @default the usual ones */
  readonly secureContext?: SecureContext | undefined;
}

/**
 * Asks a proxy to pass bytes on to a host (CONNECT).
 *
 * @throws ConnectionError that names the proxy, and says what it answered.
 * @see RFC 9110, section 9.3.6
 */
export function openTunnel(proxy: Proxy, host: string, port: number, options: TunnelOptions): Promise<Duplex> {
  const { connectMs, lookup, secureContext } = options;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.isTls ? httpsRequest : httpRequest)({
      method: 'CONNECT',
      host: proxy.host,
      port: proxy.port,
      servername: proxy.servername,
      path: target,
      headers: { host: target, ...(proxy.authorization && { 'proxy-authorization': proxy.authorization }) },
      agent: false,
      ...(lookup && { lookup }),
      ...(secureContext && { secureContext }),
    });
    const timer = setTimeout(() => {
      const message = `no connection through the proxy ${proxy.origin} within ${connectMs / 1000} s`;
      request.destroy(new ConnectionError(message, 'transient_error'));
    }, connectMs);
    request.once('close', () => clearTimeout(timer));
    request.once('error', (error) => reject(unreachable(proxy, error)));
    request.once('response', (response) => refuse(response));
    request.once('connect', (response, socket, head) => {
      clearTimeout(timer);
      if (response.statusCode !== 200) {
        socket.destroy();
        return refuse(response);
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.end();

    function refuse(response: IncomingMessage): void {
      reject(proxyRefusal(proxy, target, response.statusCode ?? 0, response.statusMessage ?? ''));
      request.destroy();
    }
  });
}

function unreachable(proxy: Proxy, cause: Error): ConnectionError {
  if (cause instanceof ConnectionError) return cause;
  const { message, code } = cause as NodeJS.ErrnoException;
  return new ConnectionError(`the proxy ${proxy.origin} cannot be reached: ${message || code}`, 'transient_error', {
    cause,
  });
}
