import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CommandError } from '../../command-error.ts';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import { type Played, Player } from '../player.ts';
import { readRequest } from '../read-request.ts';
import type { Recording } from '../recording.ts';
import { sendReply } from '../send-reply.ts';

export interface MockOptions {
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Called with each answered request, and why it had no recorded response if so. */
  readonly onRequest: (request: ApiRequest, missing: string | undefined) => void;
}

/** A recording as a plain API, for whatever can be pointed to another URL. */
export interface Mock {
  readonly url: string;
  /** Where what was recorded came from: `https://api.example.com`. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves a recording: a path gets what any recorded host answered to it. Links to those hosts lead back to the mock.
 *
 * @throws CommandError when the port is taken.
 */
export async function startMock(recording: Recording, { port, onRequest }: MockOptions): Promise<Mock> {
  const player = new Player(recording);
  const origins = [...new Set(recording.exchanges.map(({ request }) => new URL(request.url).origin))];
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const reason = code === 'EADDRINUSE' ? 'it is taken' : message;
      reject(new CommandError(`The mock cannot listen on port ${port}: ${reason}`, { exitCode: 2 }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    origins,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(incoming, url);
      if (request === undefined) return void outgoing.writeHead(400).end();
      const found = play(request);
      const isMissing = typeof found === 'string';
      onRequest(request, isMissing ? found : undefined);
      sendReply(outgoing, isMissing ? notFound(found) : pointHere(found.response), request.method);
    } catch {
      incoming.socket.destroy();
    }
  }

  /** What the first host has that was recorded with it; else what is said of the first. */
  function play(request: ApiRequest): Played | string {
    const path = request.url.slice(url.length);
    const found = origins.map((origin) => player.play(fromHere({ ...request, url: origin + path }, origin)));
    return found.find((one) => typeof one !== 'string') ?? found[0] ?? 'The recording is empty';
  }

  /** A request as it was recorded: what leads to the mock leads to the host. */
  function fromHere(request: ApiRequest, origin: string): ApiRequest {
    return { ...request, body: replaced(request.body, [url], origin) };
  }

  function pointHere({ status, headers, body }: ApiResponse): ApiResponse {
    const point = (text: string): string => origins.reduce((all, origin) => all.replaceAll(origin, url), text);
    const pointed = Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? point(value) : value.map(point),
    ]);
    return {
      status,
      headers: Object.fromEntries(pointed) as ApiResponse['headers'],
      body: replaced(body, origins, url),
    };
  }
}

function replaced(body: Buffer, from: readonly string[], to: string): Buffer {
  const text = body.toString('latin1');
  return from.some((one) => text.includes(one))
    ? Buffer.from(
        from.reduce((all, one) => all.replaceAll(one, to), text),
        'latin1',
      )
    : body;
}

function notFound(reason: string): ApiResponse {
  const body = Buffer.from(JSON.stringify({ error: { message: reason } }));
  return { status: 404, headers: { 'content-type': 'application/json' }, body };
}
