import { createServer, type IncomingHttpHeaders, request, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyPair } from './certificates.ts';

/** A request as a server saw it. */
export interface Seen {
  readonly method: string;
  /** As it stands in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Tells connections apart. */
  readonly port: number | undefined;
}

export interface TestServer {
  /** `http://localhost:4711` */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly seen: Seen[];
}

/** A server of one test; with `tls` it speaks https. */
export async function useServer(
  listener: RequestListener = (_request, response) => void response.end('{}'),
  tls?: ServerOptions,
): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('request', (incoming, response) => {
    const { method = '', url = '', headers, socket } = incoming;
    seen.push({ method, url, headers, port: socket.remotePort });
    listener(incoming, response);
  });
  const port = await listen(server);
  const host = `localhost:${port}`;
  return { url: `${tls === undefined ? 'http' : 'https'}://${host}`, host, port, seen };
}

export interface ProxyOptions {
  /** `user:password` that the proxy asks for. @default none */
  readonly credentials?: string;
  /** What it answers instead of doing its work. */
  readonly refusal?: number;
  /** Never answers. */
  readonly isSilent?: boolean;
  /** Where to connect to instead of the host it was asked for: a port of this machine. */
  readonly route?: (target: string) => number;
  readonly tls?: KeyPair;
}

/** A forwarding and tunnelling proxy of one test. */
export async function useProxy(options: ProxyOptions = {}): Promise<TestServer> {
  const { credentials, refusal, isSilent = false, route = (target) => Number(target.split(':')[1]), tls } = options;
  const seen: Seen[] = [];
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const statusFor = (authorization: string | undefined): number | undefined => {
    if (refusal !== undefined) return refusal;
    const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    return expected === undefined || authorization === expected ? undefined : 407;
  };
  server.on('connect', ({ method = '', url = '', headers, socket }, client) => {
    seen.push({ method, url, headers, port: socket.remotePort });
    if (isSilent) return;
    const status = statusFor(headers['proxy-authorization']);
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
    const upstream = connect(route(url), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  server.on('request', ({ method = '', url = '', headers, socket }, response) => {
    seen.push({ method, url, headers, port: socket.remotePort });
    const status = statusFor(headers['proxy-authorization']);
    if (status !== undefined) return void response.writeHead(status, 'Refused').end('<h1>proxy</h1>');
    const { host, pathname, search } = new URL(url);
    const { 'proxy-authorization': _, ...passed } = headers;
    const onward = request({ port: route(host), host: '127.0.0.1', method, path: pathname + search, headers: passed });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.end();
  });
  const port = await listen(server);
  return { url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}`, host: `localhost:${port}`, port, seen };
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return (server.address() as AddressInfo).port;
}
