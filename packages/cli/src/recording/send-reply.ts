import type { ServerResponse } from 'node:http';
import type { Reply } from './exchange.ts';

/** Sends a reply: to its end, or as far as it goes before the connection is cut. */
export function sendReply(outgoing: ServerResponse, reply: Reply, method: string): void {
  if (reply === 'reset') return void outgoing.socket?.destroy();
  const { status, headers, body, cutAfter } = reply;
  for (const [name, value] of Object.entries(headers)) {
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  const hasBody = method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
  if (hasBody) outgoing.setHeader('content-length', body.length);
  outgoing.writeHead(status);
  if (cutAfter === undefined) return void outgoing.end(hasBody ? body : undefined);
  // Cut only when the bytes are with the client's system: a connection that is reset at once takes them along.
  outgoing.write(body.subarray(0, cutAfter), () => outgoing.socket?.end());
}
