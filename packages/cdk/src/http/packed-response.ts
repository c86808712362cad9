import { HttpResponse, type HttpResponseParts } from './http-response.ts';

const LENGTH_BYTES = 4;

/** A response as bytes: the length of its head, its head as JSON, its body. */
export function packResponse({ body, url, ...head }: ReturnType<HttpResponse['toParts']>): Buffer {
  const headBytes = Buffer.from(JSON.stringify({ ...head, url: url.href }));
  const length = Buffer.allocUnsafe(LENGTH_BYTES);
  length.writeUInt32LE(headBytes.length);
  return Buffer.concat([length, headBytes, body]);
}

/** The response that was packed, as if it had just come: what it was asked before is forgotten. */
export function unpackResponse(bytes: Buffer): HttpResponse {
  const start = LENGTH_BYTES + bytes.readUInt32LE();
  const head = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, start)) as Omit<HttpResponseParts, 'url' | 'body'> & {
    url: string;
  };
  return new HttpResponse({ ...head, url: new URL(head.url), body: bytes.subarray(start) });
}
