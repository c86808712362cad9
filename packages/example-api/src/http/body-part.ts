import type { Reply } from './reply.ts';

/**
 * The beginning of a body: its first `bytes`, or half of it when that is left out.
 *
 * A streamed body has no known length, so half of its first chunk stands for half of it. At least one byte of a body
 * that is not empty is left out.
 */
export async function bodyPart(body: Reply['body'], bytes?: number): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body.subarray(0, shortOf(body.length, bytes));
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body()) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > (bytes ?? 0)) break;
  }
  const whole = Buffer.concat(chunks);
  return whole.subarray(0, shortOf(whole.length, bytes));
}

function shortOf(length: number, bytes = Math.floor(length / 2)): number {
  return Math.max(0, Math.min(bytes, length - 1));
}
