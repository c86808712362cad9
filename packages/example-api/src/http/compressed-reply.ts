import { pipeline } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';

import type { Reply } from './reply.ts';

/** The same reply with its body under `Content-Encoding: gzip`. A body that is gzip by itself stays as it is. */
export function compressedReply(reply: Reply): Reply {
  if (reply.headers['content-type'] === 'application/gzip') return reply;
  const { body } = reply;
  return {
    status: reply.status,
    headers: { ...reply.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: Buffer.isBuffer(body) ? gzipSync(body) : () => pipeline(body(), createGzip(), () => {}),
  };
}

/** Whether an `Accept-Encoding` header lets the answer be gzip. */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(acceptEncoding ?? ''));
}
