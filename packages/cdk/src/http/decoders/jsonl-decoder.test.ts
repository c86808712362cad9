import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { DecodeError } from './decode-error.ts';
import { JsonlDecoder } from './jsonl-decoder.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const decoder = new JsonlDecoder();
const SIZES = [1, 2, 3, 5, 64, 100_000];

describe('H9: each line is a record', () => {
  test.each<[string, string, unknown[]]>([
    ['with a line end at the end', '{"id":1}\n{"id":2}\n', [{ id: 1 }, { id: 2 }]],
    ['without one', '{"id":1}\n{"id":2}', [{ id: 1 }, { id: 2 }]],
    ['with the line ends of Windows', '{"id":1}\r\n\r\n{"id":2}\r\n', [{ id: 1 }, { id: 2 }]],
    ['with empty lines between', '\n\n{"id":1}\n  \n\n{"id":2}\n\n', [{ id: 1 }, { id: 2 }]],
    ['after a byte order mark', '\uFEFF{"id":1}\n', [{ id: 1 }]],
    ['in many scripts', '{"a":"ü€😀"}\n{"a":"\\n"}\n', [{ a: 'ü€😀' }, { a: '\n' }]],
    ['or there is none', '', []],
  ])('%s', async (_, body, records) => {
    for (const chunkBytes of SIZES) {
      expect(await decodeAll(decoder, body, { chunkBytes })).toEqual({ records, around: undefined, error: undefined });
    }
  });

  test('wherever the lines are cut into chunks', async () => {
    const lines = fc.array(fc.record({ a: fc.jsonValue() }).map((value) => JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 50 }), async (texts, chunkBytes) => {
        const { records, error } = await decodeAll(decoder, texts.join('\n'), { chunkBytes });
        expect([records.length, error]).toEqual([texts.length, undefined]);
        expect(
          JSON.stringify(records, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
        ).toBe(`[${texts.join(',')}]`);
      }),
    );
  });

  test('P15: integers beyond 2^53 are bigints', async () => {
    const { records } = await decodeAll(decoder, '{"id":9007199254740993}\n{"id":12}\n');
    expect(records).toEqual([{ id: 9007199254740993n }, { id: 12 }]);
  });
});

describe('F: a line that is broken names its byte, and keeps those before it', () => {
  test.each<[string, string, number]>([
    ['no JSON', '{"id":"ü"}\nnot json\n{"id":2}\n', 12],
    ['a record over two lines', '{"id":"ü"}\n{"id":\n2}\n', 12],
    ['two records on one line', '{"id":"ü"}\n{"id":1},{"id":2}\n', 12],
  ])('%s', async (_, body, byteOffset) => {
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(decoder, body, { chunkBytes });
      expect([records, error]).toEqual([[{ id: 'ü' }], expect.any(DecodeError)]);
      expect(error.message).toBe(`${RESPONSE} breaks at byte ${byteOffset}: expected a line of JSON`);
      expect([error.byteOffset, error.failureType]).toEqual([byteOffset, 'system_error']);
    }
  });

  test('bytes that are no UTF-8', async () => {
    const body = Buffer.from('{"id":"ü\uFFFD"}\n{"id":"x"}\n{"id":3}\n');
    body[body.indexOf('x')] = 0xff;
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(decoder, body, { chunkBytes });
      expect(records).toEqual([{ id: 'ü\uFFFD' }]);
      expect(error.message).toBe(`${RESPONSE} breaks at byte ${body.indexOf(0xff)}: expected UTF-8`);
    }
  });

  test('a line that ends early is transient', async () => {
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(decoder, '{"id":1}\n{"id":', { chunkBytes });
      expect(records).toEqual([{ id: 1 }]);
      expect(error.message).toBe(`${RESPONSE} ends early at byte 15: expected the rest of a line of JSON`);
      expect(error.failureType).toBe('transient_error');
    }
  });

  test('text that is no JSON at all is broken, not cut', async () => {
    const { error } = await decodeAll(decoder, 'Internal error', { contentType: 'text/plain' });
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected a line of JSON (text/plain)`);
    expect(error.failureType).toBe('system_error');
  });

  test('a record is not quoted', async () => {
    const { error } = await decodeAll(decoder, '{"token":"s3cr3t" broken}\n');
    expect(JSON.stringify([error.message, error.internalMessage, error.stack])).not.toContain('s3cr3t');
  });

  test('a web page is called so', async () => {
    const { error } = await decodeAll(decoder, '<html lang="en">', { contentType: 'text/html; charset=utf-8' });
    expect(error.message).toBe(
      `${RESPONSE} breaks at byte 0: expected lines of JSON, got a web page (text/html; charset=utf-8)`,
    );
  });
});

test('a line without an end is given up after 64 MiB', async () => {
  async function* endless(): AsyncGenerator<Uint8Array, undefined> {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    yield Buffer.from('{"id":1}\n');
    for (;;) yield chunk;
  }
  const batches = decoder.decode(endless(), { source: 'response', contentType: undefined });
  expect((await batches.next()).value).toEqual([{ id: 1 }]);
  await expect(batches.next()).rejects.toThrow('The response breaks at byte 9: expected a line with an end');
});
