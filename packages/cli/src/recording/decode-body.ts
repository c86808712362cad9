import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';

/** The encodings that {@link decodeBody} knows. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/** Undoes a `Content-Encoding`. One that is not known, or not true, leaves the bytes as they came. */
export function decodeBody(body: Buffer, encoding = ''): Buffer {
  if (body.length === 0) return body;
  try {
    return encoding
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .toReversed()
      .reduce(decodeOne, body);
  } catch {
    return body;
  }
}

function decodeOne(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      // Some servers leave out the end of a gzip body, and clients take no notice.
      return gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return ((body[0] ?? 0) & 0x0f) === 8 ? inflateSync(body) : inflateRawSync(body);
    case 'br':
      return brotliDecompressSync(body);
    case 'zstd':
      return zstdDecompressSync(body);
    default:
      return body;
  }
}
