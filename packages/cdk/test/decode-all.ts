import type { DecodeContext, Decoder } from '../src/http/decoders/decoder.ts';

/** What a decoder made of a body. */
export interface Decoded {
  readonly records: any[];
  /** What it returned: what stands around the records. */
  readonly around: unknown;
  /** What it threw after the records. */
  readonly error: any;
}

export const decodeContext: DecodeContext = {
  source: 'response of GET https://api.example.com/v1/export',
  contentType: undefined,
};

export interface DecodeAllOptions {
  /** @default all at once */
  readonly chunkBytes?: number;
  readonly contentType?: string;
}

/** Lets a decoder read a body that comes in chunks. */
export async function decodeAll(
  decoder: Decoder,
  body: string | Uint8Array,
  { chunkBytes, contentType }: DecodeAllOptions = {},
): Promise<Decoded> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const records: any[] = [];
  const batches = decoder.decode(inChunks(bytes, chunkBytes ?? Math.max(1, bytes.length)), {
    ...decodeContext,
    contentType,
  });
  try {
    for (;;) {
      const { done, value } = await batches.next();
      if (done === true) return { records, around: value, error: undefined };
      records.push(...value);
    }
  } catch (error) {
    return { records, around: undefined, error };
  }
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, undefined> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
