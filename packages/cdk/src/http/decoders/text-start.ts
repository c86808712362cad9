import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { withStart } from './with-start.ts';

/** Enough to see what a text is, after a byte order mark and white space. */
const START_BYTES = 256;

/** What seems to be JSON is kept up to here, to see whether it is. */
const JSON_BYTES = 64 * 1024;

const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i;
const JSON_START = /^(?:\xef\xbb\xbf)?\s*[[{]/;

/**
 * The same bytes, once it is seen how they start: a log-in page would make odd records, an error in JSON none at all.
 *
 * @param expected What they should be: `CSV`.
 * @throws DecodeError when they are a web page; or, where something else is expected, JSON.
 */
export async function* textStart(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
  expected: string,
): AsyncGenerator<Uint8Array, undefined> {
  const mayBeJson = (start: Uint8Array): boolean => !expected.includes('JSON') && JSON_START.test(startOf(start));
  const isEnough = (start: Uint8Array): boolean =>
    start.length >= JSON_BYTES || (start.length >= START_BYTES && !mayBeJson(start));
  let isStart = true;
  for await (const chunk of withStart(bytes, isEnough)) {
    if (isStart) {
      const isJson = mayBeJson(chunk) && (saysJson(context) || isJsonText(chunk));
      const found = WEB_PAGE.test(startOf(chunk)) ? 'a web page' : isJson ? 'JSON' : undefined;
      if (found !== undefined) throw new DecodeError(context, { byteOffset: 0, expected, found });
    }
    isStart = false;
    yield chunk;
  }
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, START_BYTES)).toString('latin1');
}

function saysJson({ contentType = '' }: DecodeContext): boolean {
  return /\bjson\b/i.test(contentType);
}

/** Whether all of it is JSON, or its first line: a row of a table is none. */
function isJsonText(bytes: Uint8Array): boolean {
  const text = Buffer.from(withoutMark(bytes)).toString('utf8').trim();
  return [text, text.split(/[\r\n]/, 1)[0] as string].some((part) => {
    try {
      JSON.parse(part);
      return true;
    } catch {
      return false;
    }
  });
}

/** Makes the byte order mark of UTF-8 white space: no part of JSON, and every place stays where it was. */
export function withoutMark(start: Uint8Array): Uint8Array {
  if (start[0] !== 0xef || start[1] !== 0xbb || start[2] !== 0xbf) return start;
  return Buffer.from(start).fill(' ', 0, 3);
}
