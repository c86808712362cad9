import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { CsvDecoder } from './csv-decoder.ts';
import { DecodeError } from './decode-error.ts';
import { GzipDecoder } from './gzip-decoder.ts';
import { JsonDecoder } from './json-decoder.ts';
import { JsonlDecoder } from './jsonl-decoder.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const SIZES = [1, 500, 20_000, 1_000_000];
const decoder = new GzipDecoder(new JsonlDecoder());

/** Lines that do not pack well, with ids from 0 on. */
function lines(count: number): string {
  return Array.from({ length: count }, (_, id) => `${JSON.stringify({ id, root: Math.sqrt(id) })}\n`).join('');
}

describe('H9: a gzip file', () => {
  test('is unpacked for another decoder, however it is cut into chunks', async () => {
    const body = gzipSync(lines(2000));
    for (const chunkBytes of SIZES.slice(1)) {
      const { records, error } = await decodeAll(decoder, body, { chunkBytes });
      expect([records.length, records.at(-1)?.id, error]).toEqual([2000, 1999, undefined]);
    }
  });

  test('of more than one part is read whole', async () => {
    const body = Buffer.concat([gzipSync('{"id":1}\n'), gzipSync('{"id":2}\n')]);
    for (const chunkBytes of SIZES) {
      expect((await decodeAll(decoder, body, { chunkBytes })).records).toEqual([{ id: 1 }, { id: 2 }]);
    }
  });

  test('gives what stands around the records of its JSON', async () => {
    const body = gzipSync('{"next":"p2","data":[1]}');
    const { records, around } = await decodeAll(new GzipDecoder(new JsonDecoder({ recordPath: 'data' })), body);
    expect([records, around]).toEqual([[1], { next: 'p2', data: [] }]);
  });

  test('that is packed twice needs two decoders', async () => {
    const { records } = await decodeAll(new GzipDecoder(decoder), gzipSync(gzipSync('{"id":1}\n')));
    expect(records).toEqual([{ id: 1 }]);
  });

  test('is handed on as it is when the server has unpacked it already, or sends nothing', async () => {
    for (const chunkBytes of SIZES) {
      expect((await decodeAll(decoder, '{"id":1}\n', { chunkBytes })).records).toEqual([{ id: 1 }]);
    }
    expect(await decodeAll(decoder, '')).toEqual({ records: [], around: undefined, error: undefined });
  });

  test('that packs a thousand to one stays small in memory', async () => {
    const packed = gzipSync(`a\n${'\n'.repeat(100_000_000)}1\n`);
    const before = process.memoryUsage().arrayBuffers;
    let largest = 0;
    async function* bytes(): AsyncGenerator<Uint8Array, undefined> {
      yield packed;
    }
    const sized = {
      async *decode(chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          largest = Math.max(largest, process.memoryUsage().arrayBuffers - before);
          if (chunk.length === 0) yield [];
        }
      },
    };
    for await (const _ of new GzipDecoder(sized).decode(bytes(), { source: '', contentType: undefined })) break;
    expect(largest).toBeLessThan(60_000_000);
  });
});

describe('F: a gzip file that is broken names the byte, and keeps the records before it', () => {
  test('cut: transient', async () => {
    const body = gzipSync(lines(5000));
    const cut = body.subarray(0, body.length - 20);
    for (const chunkBytes of SIZES.slice(1)) {
      const { records, error } = await decodeAll(decoder, cut, { chunkBytes });
      expect(error).toBeInstanceOf(DecodeError);
      expect(error.message).toBe(`${RESPONSE} ends early at byte ${cut.length}: expected the rest of a gzip file`);
      expect(error.failureType).toBe('transient_error');
      // All but the few whose bytes are missing.
      expect(records.length).toBeGreaterThan(4990);
      expect(records.map(({ id }) => id as number)).toEqual(records.map((_, index) => index));
    }
  });

  test('corrupt', async () => {
    // After a good part, one whose first block is of a type that does not exist.
    const good = gzipSync(lines(5000));
    const body = Buffer.concat([good, good.subarray(0, 10), Buffer.alloc(100, 0xff)]);
    for (const chunkBytes of SIZES.slice(1)) {
      const { records, error } = await decodeAll(decoder, body, { chunkBytes, contentType: 'application/gzip' });
      expect(error).toBeInstanceOf(DecodeError);
      expect(error.message).toMatch(
        /^The response of GET \S+ breaks at byte \d+: expected a gzip file \(invalid block type\) \(application\/gzip\)$/,
      );
      expect(error.failureType).toBe('system_error');
      // The bytes are unpacked in slices: it starts in one that was good until then.
      expect(error.byteOffset).toBeGreaterThan(good.length - 16 * 1024);
      expect(records.length).toBeGreaterThan(3000);
      expect(records.map(({ id }) => id as number)).toEqual(records.map((_, index) => index));
    }
  });

  test('with another checksum', async () => {
    const body = gzipSync(lines(10));
    body[body.length - 6] = 0;
    const { error } = await decodeAll(decoder, body);
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected a gzip file (incorrect data check)`);
  });

  test('what is in it is named apart from it', async () => {
    const { error } = await decodeAll(new GzipDecoder(new CsvDecoder()), gzipSync('a,b\n1\n'));
    expect(error.message).toBe(
      'The gzip file in the response of GET https://api.example.com/v1/export breaks at byte 4: expected a row of 2 fields, got 1',
    );
  });

  test('a web page in its place is called so', async () => {
    const { error } = await decodeAll(decoder, '<!doctype html><html>', { contentType: 'text/html' });
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected lines of JSON, got a web page (text/html)`);
  });
});
