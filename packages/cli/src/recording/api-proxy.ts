import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { temporaryFolder } from '../temporary-folder.ts';
import type { ApiRequest, Reply } from './exchange.ts';
import { readRequest } from './read-request.ts';
import { sendReply } from './send-reply.ts';
import { ThrowAwayAuthority } from './throw-away-authority.ts';

/** A proxy on this machine that stands for all APIs, by http and https. */
export interface ApiProxy {
  readonly url: string;
  /** What a connector must be started with, besides its own environment, so that its requests come here. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends all connections; removes what it wrote. The end of this process does so, too. */
  close(): Promise<void>;
}

/** The first byte of a TLS handshake. */
const HANDSHAKE = 0x16;

/**
 * Starts the proxy on 127.0.0.1. It answers `http:` URLs by their absolute form, and all else through CONNECT, where it shows a
 * certificate of its own for the host that was asked for.
 *
 * @param answer Called with each request; a rejection is a fault of this tool, and cuts the connection.
 * @see RFC 9112, section 3.2.2, and RFC 9110, section 9.3.6
 */
export async function startApiProxy(answer: (request: ApiRequest) => Promise<Reply>): Promise<ApiProxy> {
  const authority = await ThrowAwayAuthority.create();
  /** Where connections lead that were asked for by CONNECT. */
  const origins = new WeakMap<Duplex, string>();
  const sockets = new Set<Duplex>();
  const server = createServer({ keepAliveTimeout: 60_000 });
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('request', (incoming, outgoing) => void serve(incoming, outgoing));
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return void socket.destroy();
      socket.unshift(first);
      void accept(url, socket, first[0] === HANDSHAKE).catch(() => socket.destroy());
    });
  });

  const url = await listen(server);
  server.unref();
  const folder = await temporaryFolder('headwater-proxy-');
  const certificateFile = join(folder.path, 'authority.pem');
  await writeFile(certificateFile, authority.cert);
  return {
    url,
    env: environment(url, certificateFile),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      await folder.remove();
    },
  };

  async function accept(target: string, socket: Duplex, isTls: boolean): Promise<void> {
    const { protocol, host, hostname } = new URL(`${isTls ? 'https' : 'http'}://${target}`);
    const connection = isTls ? await secure(socket, hostname.replace(/^\[|\]$/g, '')) : socket;
    origins.set(connection, `${protocol}//${host}`);
    server.emit('connection', connection);
  }

  async function secure(socket: Duplex, host: string): Promise<Duplex> {
    const options = {
      isServer: true,
      secureContext: await authority.contextFor(host),
      ALPNProtocols: ['http/1.1'],
      // A client may expect another name in the certificate than that of the host it connects to.
      SNICallback: (name: string, found: (error: Error | null, context?: any) => void) =>
        void authority.contextFor(name).then((context) => found(null, context), found),
    };
    return new TLSSocket(socket, options);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(incoming, origins.get(incoming.socket));
      if (request === undefined) return void outgoing.writeHead(400).end('This is a proxy: it takes whole URLs.\n');
      sendReply(outgoing, await answer(request), request.method);
    } catch {
      incoming.socket.destroy();
    }
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Both cases of each name, as programs differ in which they look at. */
function environment(url: string, certificateFile: string): Record<string, string> {
  const proxies = { HTTP_PROXY: url, HTTPS_PROXY: url, ALL_PROXY: url, NO_PROXY: '' };
  return {
    ...proxies,
    ...Object.fromEntries(Object.entries(proxies).map(([name, value]) => [name.toLowerCase(), value])),
    // Node's own fetch looks at them only when it is told to.
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: certificateFile,
    // Python, curl, and what is built on OpenSSL.
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
    SSL_CERT_FILE: certificateFile,
  };
}
