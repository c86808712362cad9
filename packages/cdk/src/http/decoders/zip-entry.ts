/** The parts of a zip archive are told by their first four bytes. */
export const ZIP_SIGNATURES = {
  entry: 0x04034b50,
  descriptor: 0x08074b50,
  directory: 0x02014b50,
  directoryEnd: 0x06054b50,
  directoryEnd64: 0x06064b50,
  extraData: 0x08064b50,
} as const;

/** What stands before the data of an entry, without its name. */
export const ENTRY_HEAD_BYTES = 30;

const SIZE_IS_ELSEWHERE = 0xffffffff;
const ZIP64 = 0x0001;

/** What an archive says of an entry before its data. */
export interface ZipEntry {
  readonly name: string;
  /** 0 for data as it is, 8 for deflate. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Whether its checksum and sizes follow the data, since the writer did not know them before. */
  readonly hasDescriptor: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
}

/** The lengths of an entry's name and of its extra fields, which follow its head. */
export function nameLengths(head: DataView): { name: number; extra: number } {
  return { name: head.getUint16(26, true), extra: head.getUint16(28, true) };
}

/** Reads an entry's head, name and extra fields. */
export function parseEntry(head: DataView, name: Uint8Array, extra: Uint8Array): ZipEntry {
  const flags = head.getUint16(6, true);
  let packedSize = head.getUint32(18, true);
  let size = head.getUint32(22, true);
  const large = extraField(extra, ZIP64);
  if (large !== undefined) {
    let at = 0;
    const next = (): number => {
      const value = at + 8 <= large.byteLength ? Number(large.getBigUint64(at, true)) : SIZE_IS_ELSEWHERE;
      at += 8;
      return value;
    };
    if (size === SIZE_IS_ELSEWHERE) size = next();
    if (packedSize === SIZE_IS_ELSEWHERE) packedSize = next();
  }
  return {
    // Names that are not said to be UTF-8 are of the writer's code page; in ASCII, which most are, that is the same.
    name: new TextDecoder().decode(name),
    method: head.getUint16(8, true),
    isEncrypted: (flags & 0x1) !== 0,
    hasDescriptor: (flags & 0x8) !== 0,
    crc: head.getUint32(14, true),
    packedSize,
    size,
  };
}

function extraField(extra: Uint8Array, wanted: number): DataView | undefined {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (id === wanted) return viewOf(extra.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

/**
 * The length of the descriptor that follows an entry's data, when it is that of what the data was; `undefined` when it is not. Writers
 * differ: it has a signature or none, and sizes of four bytes or of eight.
 *
 * @param bytes Up to 24 bytes that follow the data.
 */
export function descriptorLength(
  bytes: Uint8Array,
  { crc, packedSize, size }: Pick<ZipEntry, 'crc' | 'packedSize' | 'size'>,
): number | undefined {
  for (const start of [4, 0]) {
    for (const width of [4, 8]) {
      const length = start + 4 + 2 * width;
      if (bytes.length < length) continue;
      const view = viewOf(bytes);
      if (start === 4 && view.getUint32(0, true) !== ZIP_SIGNATURES.descriptor) continue;
      const number = (at: number): number =>
        width === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
      const hasSizes = number(start + 4) === packedSize && number(start + 4 + width) === size;
      if (view.getUint32(start, true) === crc && hasSizes) return length;
    }
  }
  return undefined;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
