import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Iterable<Buffer>;
}

const VERSION = 20;
/** Checksum and sizes follow the data, since they are not known before; the name is UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** Noon of 2026-01-01, as MS-DOS had it. */
const TIME = 0x6000;
const DATE = 0x5c21;

/** A zip archive that is made while it is read, and never kept: as long as its entries are. */
export async function* zipFile(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let count = 0;
  let offset = 0;
  for (const { name, bytes } of entries) {
    const nameBytes = Buffer.from(name);
    const common = [u2(FLAGS), u2(DEFLATE), u2(TIME), u2(DATE)];
    const lengths = [u2(nameBytes.length), u2(0)];
    const head = Buffer.concat([
      signature('PK\x03\x04'),
      u2(VERSION),
      ...common,
      u4(0),
      u4(0),
      u4(0),
      ...lengths,
      nameBytes,
    ]);
    yield head;

    const plain = { crc: 0, size: 0 };
    let packedSize = 0;
    for await (const chunk of Readable.from(counted(bytes, plain)).pipe(createDeflateRaw())) {
      packedSize += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    const sizes = [u4(plain.crc), u4(packedSize), u4(plain.size)];
    yield Buffer.concat([signature('PK\x07\x08'), ...sizes]);

    const rest = [u2(0), u2(0), u2(0), u4(0), u4(offset)];
    directory.push(
      signature('PK\x01\x02'),
      u2(VERSION),
      u2(VERSION),
      ...common,
      ...sizes,
      ...lengths,
      ...rest,
      nameBytes,
    );
    offset += head.length + packedSize + 16;
    count++;
  }
  const list = Buffer.concat(directory);
  yield list;
  yield Buffer.concat([
    signature('PK\x05\x06'),
    u2(0),
    u2(0),
    u2(count),
    u2(count),
    u4(list.length),
    u4(offset),
    u2(0),
  ]);
}

function* counted(bytes: Iterable<Buffer>, plain: { crc: number; size: number }): Generator<Buffer> {
  for (const chunk of bytes) {
    plain.crc = crc32(chunk, plain.crc);
    plain.size += chunk.length;
    yield chunk;
  }
}

function signature(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function u2(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
