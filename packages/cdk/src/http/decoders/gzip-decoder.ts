import type { JsonValue } from '../../protocol/json.ts';
import type { DecodeContext, Decoder } from './decoder.ts';
import { SLICE_BYTES, Unpacker, unpackOptions } from './unpacker.ts';
import { withStart } from './with-start.ts';

/**
 * Unpacks a gzip file while it arrives, and has another decoder read what is in it. For files, `export.jsonl.gz`: a response that is
 * compressed for its way only, by `Content-Encoding`, is unpacked before any decoder sees it. Servers are not strict about which is
 * which, so bytes that are no gzip file are handed on as they are.
 *
 * @example new GzipDecoder(new JsonlDecoder())
 */
export class GzipDecoder implements Decoder {
  readonly accept = 'application/gzip, */*;q=0.5';
  readonly #decoder: Decoder;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], JsonValue | undefined | void> {
    const chunks = withStart(bytes, ({ length }) => length >= 2);
    const { value: start } = await chunks.next();
    const all = start === undefined ? chunks : startingWith(start, chunks);
    if (start?.[0] !== 0x1f || start[1] !== 0x8b) return yield* this.#decoder.decode(all, context);
    const inner = { source: `gzip file in the ${context.source}`, contentType: undefined };
    return yield* this.#decoder.decode(gunzipped(all, context), inner);
  }
}

async function* startingWith(
  start: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
  yield start;
  yield* rest;
}

async function* gunzipped(
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
): AsyncGenerator<Uint8Array, undefined> {
  const { createGunzip } = await import('node:zlib');
  const unpacker = new Unpacker(createGunzip(unpackOptions), { what: 'a gzip file', context, byteOffset: 0 });
  try {
    for await (const chunk of bytes) {
      for (let start = 0; start < chunk.length && unpacker.unused === 0; start += SLICE_BYTES) {
        yield* await unpacker.unpack(chunk.subarray(start, start + SLICE_BYTES));
        if (unpacker.failure !== undefined) throw unpacker.failure;
      }
    }
    yield* await unpacker.end();
    if (unpacker.failure !== undefined) throw unpacker.failure;
  } finally {
    unpacker.close();
  }
}
