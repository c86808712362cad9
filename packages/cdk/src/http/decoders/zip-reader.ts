import { crc32, createInflateRaw } from 'node:zlib';
import { ConnectorError } from '../../errors/connector-error.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import { SLICE_BYTES, Unpacker, unpackOptions } from './unpacker.ts';
import {
  descriptorLength,
  ENTRY_HEAD_BYTES,
  nameLengths,
  parseEntry,
  viewOf,
  ZIP_SIGNATURES,
  type ZipEntry,
} from './zip-entry.ts';

const STORED = 0;
const DEFLATED = 8;
const LONGEST_DESCRIPTOR = 24;

/** What may stand after the last entry. */
const AFTER_ENTRIES = new Set<number>([
  ZIP_SIGNATURES.directory,
  ZIP_SIGNATURES.directoryEnd,
  ZIP_SIGNATURES.directoryEnd64,
  ZIP_SIGNATURES.extraData,
]);

/**
 * Reads a zip archive from its start on, without the directory at its end. Where the data of an entry ends is told by the data
 * itself: to look for a signature, as others do, finds one inside the data sooner or later.
 */
export class ZipReader {
  readonly #bytes: ByteReader;
  readonly #context: DecodeContext;

  constructor(bytes: AsyncIterable<Uint8Array>, context: DecodeContext) {
    this.#bytes = new ByteReader(bytes);
    this.#context = context;
  }

  /** The next entry, once the data of the one before was read; `undefined` after the last. */
  async next(): Promise<ZipEntry | undefined> {
    const start = await this.#bytes.peek(4);
    if (start.length < 4) throw this.#cut('a zip file');
    const signature = viewOf(start).getUint32(0, true);
    if (AFTER_ENTRIES.has(signature)) return undefined;
    if (signature !== ZIP_SIGNATURES.entry) throw this.#broken(this.#bytes.position, 'an entry of a zip file');
    const head = viewOf(await this.#take(ENTRY_HEAD_BYTES));
    const lengths = nameLengths(head);
    const name = await this.#take(lengths.name);
    return parseEntry(head, name, await this.#take(lengths.extra));
  }

  /** The data of the entry that came last, unpacked. To be read to its end before the next entry is asked for. */
  async *data(entry: ZipEntry): AsyncGenerator<Uint8Array, undefined> {
    this.#requireReadable(entry);
    const startsAt = this.#bytes.position;
    const chunks = entry.method === STORED ? this.#stored(entry.packedSize) : this.#inflated();
    let crc = 0;
    let size = 0;
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      yield chunk;
    }
    const found = { crc, size, packedSize: this.#bytes.position - startsAt };
    const isWhole = entry.hasDescriptor
      ? await this.#passDescriptor(found)
      : found.crc === entry.crc && found.size === entry.size && found.packedSize === entry.packedSize;
    if (!isWhole) throw this.#broken(startsAt, `the entry ${JSON.stringify(entry.name)} with its checksum and sizes`);
  }

  /** Passes over the data of the entry that came last. */
  async skip(entry: ZipEntry): Promise<void> {
    const data = entry.hasDescriptor ? this.data(entry) : this.#stored(entry.packedSize);
    for await (const _ of data);
  }

  /** Reads to the end, so that the connection can be used again. */
  async finish(): Promise<void> {
    while ((await this.#bytes.takeSome(Number.POSITIVE_INFINITY)) !== undefined);
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }

  #requireReadable({ name, method, isEncrypted, hasDescriptor, packedSize }: ZipEntry): void {
    const entry = `The entry ${JSON.stringify(name)} of the zip file in the ${this.#context.source}`;
    if (isEncrypted) throw new ConnectorError(`${entry} is encrypted`);
    if (method !== STORED && method !== DEFLATED) {
      throw new ConnectorError(`${entry} is compressed by method ${method}; only deflate (8) and none (0) are read`);
    }
    if (method === STORED && hasDescriptor && packedSize === 0 && !name.endsWith('/')) {
      throw new ConnectorError(
        `${entry} is not compressed and does not say its size: it cannot be read while it arrives`,
      );
    }
  }

  async *#stored(length: number): AsyncGenerator<Uint8Array, undefined> {
    for (let left = length; left > 0;) {
      const chunk = await this.#bytes.takeSome(left);
      if (chunk === undefined) throw this.#cut('the rest of a zip file');
      left -= chunk.length;
      yield chunk;
    }
  }

  async *#inflated(): AsyncGenerator<Uint8Array, undefined> {
    const options = { what: 'a zip file', context: this.#context, byteOffset: this.#bytes.position };
    const unpacker = new Unpacker(createInflateRaw(unpackOptions), options);
    try {
      while (unpacker.unused === 0) {
        const slice = await this.#bytes.takeSome(SLICE_BYTES);
        if (slice === undefined) throw this.#cut('the rest of a zip file');
        yield* await unpacker.unpack(slice);
        if (unpacker.failure !== undefined) throw unpacker.failure;
        // Where the data ends is known only when something follows that is none of it.
        if (unpacker.unused > 0) this.#bytes.giveBack(slice.subarray(slice.length - unpacker.unused));
      }
    } finally {
      unpacker.close();
    }
  }

  /** Tells whether what follows the data says the same of it as the data itself. */
  async #passDescriptor(found: Pick<ZipEntry, 'crc' | 'packedSize' | 'size'>): Promise<boolean> {
    const bytes = await this.#bytes.peek(LONGEST_DESCRIPTOR);
    const length = descriptorLength(bytes, found);
    if (length === undefined && bytes.length < LONGEST_DESCRIPTOR) throw this.#cut('the rest of a zip file');
    await this.#bytes.take(length ?? 0);
    return length !== undefined;
  }

  async #take(length: number): Promise<Uint8Array> {
    const bytes = await this.#bytes.take(length);
    if (bytes.length < length) throw this.#cut('the rest of a zip file');
    return bytes;
  }

  #cut(expected: string): DecodeError {
    const byteOffset = this.#bytes.arrived;
    return new DecodeError(this.#context, { byteOffset, expected, isCut: true });
  }

  #broken(byteOffset: number, expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset, expected });
  }
}
