import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { DecodeError } from './decode-error.ts';
import type { Decoder } from './decoder.ts';
import { GzipDecoder } from './gzip-decoder.ts';
import { JsonlDecoder } from './jsonl-decoder.ts';
import { ZipDecoder, type ZipDecoderOptions } from './zip-decoder.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const SIZES = [1, 7, 1000, 1_000_000];

interface File {
  readonly name: string;
  readonly data: string | Buffer;
  /** @default deflate */
  readonly method?: number;
  /** Where checksum and sizes stand: before the data, or after it in one of the four forms. @default 'before' */
  readonly sizes?: 'before' | 'before64' | 'signed' | 'bare' | 'signed64' | 'bare64';
  readonly flags?: number;
  /** How hard it is packed; 0 leaves the bytes as they are. @default 6 */
  readonly level?: number;
  /** @default the right one */
  readonly crc?: number;
}

const u2 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const u4 = (value: number): Buffer => Buffer.concat([u2(value & 0xffff), u2(value >>> 16)]);
const u8 = (value: number): Buffer => Buffer.concat([u4(value >>> 0), u4(Math.floor(value / 2 ** 32))]);

/** An archive, byte by byte. Nobody reads its directory. */
function zipOf(...files: File[]): Buffer {
  const parts = files.flatMap(({ name, data, method = 8, sizes = 'before', flags = 0, level = 6, crc }) => {
    const bytes = Buffer.from(data);
    const packed = method === 8 ? deflateRawSync(bytes, { level }) : bytes;
    const checksum = u4(crc ?? crc32(bytes));
    const isBefore = sizes.startsWith('before');
    const isLarge = sizes === 'before64';
    const extra = isLarge
      ? Buffer.concat([u2(0x9999), u2(1), Buffer.of(7), u2(1), u2(16), u8(bytes.length), u8(packed.length)])
      : Buffer.of();
    const inHead = isLarge
      ? [u4(0xffffffff), u4(0xffffffff)]
      : isBefore
        ? [u4(packed.length), u4(bytes.length)]
        : [u4(0), u4(0)];
    const head = [
      Buffer.from('PK\x03\x04'),
      u2(20),
      u2(flags | (isBefore ? 0 : 8)),
      u2(method),
      u4(0),
      isBefore ? checksum : u4(0),
      ...inHead,
      u2(Buffer.byteLength(name)),
      u2(extra.length),
      Buffer.from(name),
      extra,
    ];
    const width = sizes.endsWith('64') ? u8 : u4;
    const signature = sizes.startsWith('signed') ? [Buffer.from('PK\x07\x08')] : [];
    const descriptor = isBefore ? [] : [...signature, checksum, width(packed.length), width(bytes.length)];
    return [...head, packed, ...descriptor];
  });
  return Buffer.concat([
    ...parts,
    Buffer.from('PK\x01\x02'),
    Buffer.alloc(300, 'd'),
    Buffer.from('PK\x05\x06'),
    Buffer.alloc(18),
  ]);
}

const read = (
  body: Buffer,
  options: ZipDecoderOptions = {},
  chunkBytes = 1_000_000,
  inner: Decoder = new JsonlDecoder(),
) => decodeAll(new ZipDecoder(inner, options), body, { chunkBytes });

const a = { name: 'a.jsonl', data: '{"id":1}\n{"id":2}\n' };
const b = { name: 'folder/b.jsonl', data: '{"id":3}' };

describe('H9: the files of a zip archive', () => {
  test.each<NonNullable<File['sizes']>>(['before', 'before64', 'signed', 'bare', 'signed64', 'bare64'])(
    'are read one after another, with sizes %s',
    async (sizes) => {
      for (const chunkBytes of SIZES) {
        const { records, error } = await read(zipOf({ ...a, sizes }, { ...b, sizes }), {}, chunkBytes);
        expect([records, error]).toEqual([[{ id: 1 }, { id: 2 }, { id: 3 }], undefined]);
      }
    },
  );

  test('may be packed or not', async () => {
    const body = zipOf({ ...a, method: 0 }, b, { name: 'empty', data: '', method: 0 });
    for (const chunkBytes of SIZES) {
      expect((await read(body, {}, chunkBytes)).records).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    }
  });

  test('are those that are asked for', async () => {
    const body = zipOf({ name: 'README.txt', data: 'no JSON' }, a, b, {
      name: 'c.txt',
      data: 'no JSON',
      sizes: 'signed',
    });
    expect((await read(body, { entries: /\.jsonl$/ })).records).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect((await read(body, { entries: (name) => name.startsWith('folder/') })).records).toEqual([{ id: 3 }]);
  });

  test('folders, and what macOS adds, are passed over', async () => {
    const body = zipOf(
      { name: 'folder/', data: '', method: 0 },
      { name: 'sent/', data: '', method: 0, sizes: 'signed' },
      a,
      { name: '__MACOSX/._a.jsonl', data: '\0\x05\x16\x07' },
    );
    expect(await read(body)).toMatchObject({ records: [{ id: 1 }, { id: 2 }], error: undefined });
  });

  test('may be packed themselves', async () => {
    const body = zipOf({ name: 'a.jsonl.gz', data: gzipSync(a.data), method: 0 });
    expect((await read(body, {}, 10, new GzipDecoder(new JsonlDecoder()))).records).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('need not be read to their end', async () => {
    const long = { name: 'long', data: `${'x'.repeat(300_000)}\n` };
    const first: Decoder = {
      async *decode(bytes, { source }) {
        for await (const _ of bytes) {
          yield [source.split(' ')[1]];
          break;
        }
      },
    };
    expect((await read(zipOf(long, { ...long, name: 'again', sizes: 'bare' }), {}, 100, first)).records).toEqual([
      '"long"',
      '"again"',
    ]);
  });

  test('fflate#233, unzip-stream#50: bytes that look like the end of a file are part of it', async () => {
    const data = Buffer.from('PK\x07\x08PK\x03\x04PK\x01\x02'.repeat(20), 'latin1');
    const length: Decoder = {
      async *decode(bytes) {
        let sum = 0;
        for await (const chunk of bytes) sum += chunk.length;
        yield [sum];
      },
    };
    const body = zipOf(
      { name: 'deflate', data, level: 0, sizes: 'signed' },
      { name: 'deflate too', data, level: 0 },
      { name: 'stored', data, method: 0 },
    );
    for (const chunkBytes of SIZES) {
      expect((await read(body, {}, chunkBytes, length)).records).toEqual([data.length, data.length, data.length]);
    }
  });

  test('or there is none', async () => {
    expect(await read(Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]))).toEqual({
      records: [],
      around: undefined,
      error: undefined,
    });
  });
});

describe('F: an archive that is broken keeps the records before it', () => {
  const whole = zipOf(a, {
    ...b,
    data: Array.from({ length: 3000 }, (_, id) => `{"id":${id},"root":${Math.sqrt(id)}}\n`).join(''),
  });

  test.each([2, 20, 60, 5000, whole.length - 400])('cut at byte %d: transient', async (length) => {
    for (const chunkBytes of SIZES.slice(1)) {
      const { records, error } = await read(whole.subarray(0, length), {}, chunkBytes);
      expect(error).toBeInstanceOf(DecodeError);
      expect(error.message).toMatch(
        new RegExp(`^${RESPONSE} ends early at byte ${length}: expected (the rest of )?a zip file$`),
      );
      expect(error.failureType).toBe('transient_error');
      expect(records.slice(0, 2)).toEqual(length < 60 ? [] : [{ id: 1 }, { id: 2 }]);
      if (length > 5000) expect(records.length).toBeGreaterThan(2900);
    }
  });

  test('nothing at all is no archive', async () => {
    expect((await read(Buffer.of())).error.message).toBe(`${RESPONSE} ends early at byte 0: expected a zip file`);
  });

  test.each<[string, Buffer, string]>([
    ['text', Buffer.from('Export failed'), `${RESPONSE} breaks at byte 0: expected an entry of a zip file`],
    [
      'a web page',
      Buffer.from('<!doctype html><p>'),
      `${RESPONSE} breaks at byte 0: expected a zip file, got a web page`,
    ],
    [
      'a wrong checksum',
      zipOf({ ...a, crc: 1 }),
      `${RESPONSE} breaks at byte 37: expected the entry "a.jsonl" with its checksum and sizes`,
    ],
    [
      'a wrong checksum after the data',
      zipOf({ ...a, crc: 1, sizes: 'bare' }),
      `${RESPONSE} breaks at byte 37: expected the entry "a.jsonl" with its checksum and sizes`,
    ],
    [
      'an encrypted file',
      zipOf({ ...a, flags: 1 }),
      `The entry "a.jsonl" of the zip file in the ${RESPONSE.slice(4)} is encrypted`,
    ],
    [
      'an unknown method',
      zipOf({ ...a, method: 14 }),
      `The entry "a.jsonl" of the zip file in the ${RESPONSE.slice(4)} is compressed by method 14; only deflate (8) and none (0) are read`,
    ],
    [
      'a file of unknown length',
      zipOf({ ...a, method: 0, sizes: 'signed' }),
      `The entry "a.jsonl" of the zip file in the ${RESPONSE.slice(4)} is not compressed and does not say its size: it cannot be read while it arrives`,
    ],
  ])('%s', async (_, body, message) => {
    for (const chunkBytes of SIZES) {
      const { error } = await read(body, {}, chunkBytes);
      expect(error).toBeInstanceOf(ConnectorError);
      expect([error.message, error.failureType]).toEqual([message, 'system_error']);
    }
  });

  test('a file that is broken inside is named', async () => {
    const { records, error } = await read(zipOf({ name: 'x.jsonl', data: '{"id":1}\nno\n' }));
    expect(records).toEqual([{ id: 1 }]);
    expect(error.message).toBe(
      `The entry "x.jsonl" of the zip file in the ${RESPONSE.slice(4)} breaks at byte 9: expected a line of JSON`,
    );
  });

  test('data that cannot be unpacked', async () => {
    const body = zipOf({ name: 'x', data: 'y'.repeat(100) });
    body.fill(0xff, 31, 36);
    const { error } = await read(body);
    expect(error.message).toBe(`${RESPONSE} breaks at byte 31: expected a zip file (invalid block type)`);
  });

  test('none of the files is asked for: the error names them', async () => {
    const files = Array.from({ length: 7 }, (_, index) => ({ name: `${index}.txt`, data: '' }));
    const { error } = await read(zipOf(...files), { entries: /\.csv$/ });
    expect(error.message).toBe(
      `The zip file in the ${RESPONSE.slice(4)} has no entry that matches /\\.csv$/. Its entries: "0.txt", "1.txt", "2.txt", "3.txt", "4.txt", …`,
    );
    const other = await read(zipOf(a), { entries: () => false });
    expect(other.error.message).toContain('has no entry that is wanted. Its entries: "a.jsonl"');
  });
});
