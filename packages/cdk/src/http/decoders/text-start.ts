import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { withStart } from './with-start.ts';

/** Enough to see what a text is, after a byte order mark and white space. */
const START_BYTES = 256;

const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i;
const JSON_START = /^(?:\xef\xbb\xbf)?\s*[[{]/;

/**
 * The same bytes, once it is seen how they start: a log-in page would make odd records.
 *
 * @param expected What they should be: `CSV`.
 * @throws DecodeError when they are a web page; or JSON, and said to be JSON, where something else is expected.
 */
export async function* textStart(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
  expected: string,
): AsyncGenerator<Uint8Array, undefined> {
  let isStart = true;
  for await (const chunk of withStart(bytes, START_BYTES)) {
    if (isStart) refuseOther(chunk, context, expected);
    isStart = false;
    yield chunk;
  }
}

function refuseOther(start: Uint8Array, context: DecodeContext, expected: string): void {
  const text = Buffer.from(start.subarray(0, START_BYTES)).toString('latin1');
  const saysJson = /\bjson\b/i.test(context.contentType ?? '');
  const isJson = saysJson && JSON_START.test(text) && !expected.includes('JSON');
  const found = WEB_PAGE.test(text) ? 'a web page' : isJson ? 'JSON' : undefined;
  if (found !== undefined) throw new DecodeError(context, { byteOffset: 0, expected, found });
}

/** Makes the byte order mark of UTF-8 white space: no part of JSON, and every place stays where it was. */
export function withoutMark(start: Uint8Array): Uint8Array {
  if (start[0] !== 0xef || start[1] !== 0xbb || start[2] !== 0xbf) return start;
  return Buffer.from(start).fill(' ', 0, 3);
}
