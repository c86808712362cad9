import { isUtf8 } from 'node:buffer';
import { DecodeError } from './decoders/decode-error.ts';
import type { DecodeContext } from './decoders/decoder.ts';
import { charsetOf, isEncoding, markedEncoding } from './decoders/encoding.ts';
import { invalidUtf8At } from './decoders/utf8.ts';

/**
 * The text of a body, without a byte order mark. JSON is UTF-8 whatever its content type says, so what is good UTF-8 is read as such;
 * anything else in the encoding that a byte order mark or the content type names.
 *
 * @throws DecodeError when that is UTF-8 or nothing, or when bytes are none of its characters.
 */
export function bodyText(body: Uint8Array, context: DecodeContext): string {
  const encoding = encodingOf(body, context.contentType);
  // ASCII in UTF-16 is good UTF-8, too: its zeros tell.
  if (encoding?.startsWith('utf-16') !== true || !body.includes(0)) {
    const text = asBuffer(body).toString('utf8');
    // Only what holds a replacement character can have been anything else: to look for one costs less than to look at each byte.
    if (!text.includes('\uFFFD') || isUtf8(body)) return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
  if (encoding === undefined || encoding === 'utf-8') {
    throw new DecodeError(context, { byteOffset: invalidUtf8At(body), expected: 'UTF-8' });
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body);
  } catch (cause) {
    throw new DecodeError(context, { byteOffset: 0, expected: `text in ${encoding}`, cause });
  }
}

/** As `TextDecoder` names it; `undefined` when nobody says it. */
function encodingOf(body: Uint8Array, contentType: string | undefined): string | undefined {
  const said = markedEncoding(body) ?? charsetOf(contentType);
  return said === undefined || !isEncoding(said) ? undefined : new TextDecoder(said).encoding;
}

/** A Buffer decodes itself faster than a TextDecoder does. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
