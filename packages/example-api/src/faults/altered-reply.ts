import { Transform, pipeline } from 'node:stream';

import { bodyPart } from '../http/body-part.ts';
import type { Reply } from '../http/reply.ts';
import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';

/** The reply as `cutJson`, `corruptByte` and `wrongContentType` faults leave it. */
export async function alteredReply(reply: Reply, faults: readonly Fault[]): Promise<Reply> {
  const headers =
    faultOf(faults, 'wrongContentType') === undefined
      ? reply.headers
      : { ...reply.headers, 'content-type': 'text/plain; charset=utf-8' };
  const cut = faultOf(faults, 'cutJson');
  const body = cut === undefined ? reply.body : await bodyPart(reply.body, cut.bytes);
  const corrupt = faultOf(faults, 'corruptByte');
  return { status: reply.status, headers, body: corrupt === undefined ? body : corruptBody(body, corrupt.at) };
}

function corruptBody(body: Reply['body'], at: number): Reply['body'] {
  if (Buffer.isBuffer(body)) return corruptChunk(body, at);
  let position = 0;
  const corrupt = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, corruptChunk(chunk, at - position));
      position += chunk.length;
    },
  });
  return () => pipeline(body(), corrupt, () => {});
}

function corruptChunk(chunk: Buffer, at: number): Buffer {
  if (at < 0 || at >= chunk.length) return chunk;
  const copy = Buffer.from(chunk);
  copy[at] = 0xff;
  return copy;
}
