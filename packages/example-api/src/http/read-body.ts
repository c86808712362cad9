import type { IncomingMessage } from 'node:http';

/** Reads the body of a request as text: empty when it has none, `undefined` when the client goes away before its end. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (request.method === 'GET') return '';
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } catch {
    return undefined;
  }
}
