import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { CsvDecoder, type CsvDecoderOptions } from './csv-decoder.ts';
import { DecodeError } from './decode-error.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const SIZES = [1, 2, 3, 7, 64, 100_000];

/** What a table gives, however it is cut into chunks. */
async function read(body: string | Uint8Array, options: CsvDecoderOptions = {}, contentType?: string) {
  const decoder = new CsvDecoder(options);
  const type = contentType === undefined ? {} : { contentType };
  const whole = await decodeAll(decoder, body, type);
  for (const chunkBytes of SIZES) expect(await decodeAll(decoder, body, { chunkBytes, ...type })).toEqual(whole);
  return whole;
}

describe('H9: each row is a record of texts', () => {
  test.each<[string, string, CsvDecoderOptions, unknown[]]>([
    [
      'by the names in the first row',
      'id,name\n1,Zoë\n2,\n',
      {},
      [
        { id: '1', name: 'Zoë' },
        { id: '2', name: '' },
      ],
    ],
    ['without a line end at the end', 'id\n1\n2', {}, [{ id: '1' }, { id: '2' }]],
    [
      'with the line ends of Windows',
      'a,b\r\n1,2\r\n"3",4\r\n5,"6"\r\n',
      {},
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
        { a: '5', b: '6' },
      ],
    ],
    [
      'with line ends that are a CR alone',
      'a,"b\r\n"\r1,"2"\r\r"3\n",4\r',
      {},
      [
        { a: '1', 'b\r\n': '2' },
        { a: '3\n', 'b\r\n': '4' },
      ],
    ],
    ['with a CR alone after lines that are none of the table', 'Report "A\ra\r1\r', { skipLines: 1 }, [{ a: '1' }]],
    ['with a CR within a field', 'a,b\n1\r2,3\n', {}, [{ a: '1\r2', b: '3' }]],
    ['with a last row that ends in a quote', 'a,b\r\n1,"2"', {}, [{ a: '1', b: '2' }]],
    ['with a last row that ends in nothing', 'a,b\n"1",', {}, [{ a: '1', b: '' }]],
    ['with empty lines between', '\n\na\n\n1\r\n\r\n\n2\n\n', {}, [{ a: '1' }, { a: '2' }]],
    [
      'with empty fields',
      'a,b,c\n,,\n"","",""\n',
      {},
      [
        { a: '', b: '', c: '' },
        { a: '', b: '', c: '' },
      ],
    ],
    ['with one column that is empty', 'a\n""\n', {}, [{ a: '' }]],
    ['with quotes around what has delimiters', 'a,b\n"x,y","1\n2\r\n3"\n', {}, [{ a: 'x,y', b: '1\n2\r\n3' }]],
    ['with quotes inside quotes', 'a,b\n"""x"" y""",""""\n', {}, [{ a: '"x" y"', b: '"' }]],
    ['with a quote inside a field without quotes', 'a,b\n5" pipe,x"y"z\n', {}, [{ a: '5" pipe', b: 'x"y"z' }]],
    ['after a byte order mark', '\uFEFF"id",b\n1,2\n', {}, [{ id: '1', b: '2' }]],
    [
      'by names that are given',
      '1,2\n3,4\n',
      { columns: ['a', 'b'] },
      [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    ],
    ['with another delimiter', 'a;b\n1,5;"x;y"\n', { delimiter: ';' }, [{ a: '1,5', b: 'x;y' }]],
    [
      'with a long delimiter',
      'a||b\n1|||"2"\n"3"||4\n',
      { delimiter: '||' },
      [
        { a: '1', b: '|"2"' },
        { a: '3', b: '4' },
      ],
    ],
    ['with tabs and no quotes', 'a\tb\n"1\t2"\n', { delimiter: '\t', quote: '' }, [{ a: '"1', b: '2"' }]],
    ['with another quote', "a\n'it''s \"so\"'\n", { quote: "'" }, [{ a: 'it\'s "so"' }]],
    [
      'after lines that are none of the table',
      'Report "A\r\n2026-01-01\na,b\n1,2\n',
      { skipLines: 2 },
      [{ a: '1', b: '2' }],
    ],
    [
      'with fields that mean null',
      'a,b\n,NULL\n"",x\n',
      { nullValues: ['', 'NULL'] },
      [
        { a: null, b: null },
        { a: null, b: 'x' },
      ],
    ],
    ['or there is none, but a header', 'a,b\n', {}, []],
    ['or there is nothing', '', {}, []],
    ['or there is less than what is passed over', 'x', { skipLines: 2 }, []],
  ])('%s', async (_, body, options, records) => {
    expect(await read(body, options)).toEqual({ records, around: undefined, error: undefined });
  });

  test('whatever the fields hold, and wherever they are cut into chunks', async () => {
    const field = fc.oneof(fc.constantFrom('', '"', ',', '\n', '\r\n', '""', 'é€😀'), fc.string({ unit: 'binary' }));
    const tables = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    const written = (value: string, always: boolean): string =>
      always || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (rows, always, lineEnd, chunkBytes) => {
          const text = rows.map((row) => row.map((value) => written(value, always)).join(',') + lineEnd).join('');
          const columns = rows[0]?.map((_, index) => `c${index}`) ?? [];
          const { records, error } = await decodeAll(new CsvDecoder({ columns }), text, { chunkBytes });
          expect(error).toBeUndefined();
          const hasMark = text.startsWith('\uFEFF');
          expect(records.map((record) => Object.values(record as object))).toEqual(
            hasMark ? [[rows[0]?.[0]?.slice(1), ...(rows[0]?.slice(1) ?? [])], ...rows.slice(1)] : rows,
          );
        },
      ),
    );
  });

  test.each<[string, CsvDecoderOptions]>([
    ['id,__proto__,toString\n1,a,b\n2,,c\n', { nullValues: [''] }],
    ['1,a,b\n2,,c\n', { nullValues: [''], columns: ['id', '__proto__', 'toString'] }],
  ])('P15: names that objects have are names: %j', async (body, options) => {
    const { records } = await read(body, options);
    expect(records.map((record) => JSON.stringify(record))).toEqual([
      '{"id":"1","__proto__":"a","toString":"b"}',
      '{"id":"2","__proto__":null,"toString":"c"}',
    ]);
    expect(Object.getPrototypeOf(records[1])).toBe(Object.prototype);
  });

  test('P15: numbers stay the digits that they are', async () => {
    const { records } = await read('id,price\n9007199254740993,1.10\n007,1e3\n');
    expect(records).toEqual([
      { id: '9007199254740993', price: '1.10' },
      { id: '007', price: '1e3' },
    ]);
  });
});

describe('encodings', () => {
  const utf16 = Buffer.from('\uFEFFa\tb\n€\t😀\n', 'utf16le');

  test.each<[string, Uint8Array, CsvDecoderOptions, string | undefined]>([
    ['the one that is asked for', Buffer.from('a\tb\n\x80\té\n', 'latin1'), { encoding: 'windows-1252' }, undefined],
    ['that of the content type', Buffer.from('a\tb\n\x80\té\n', 'latin1'), {}, 'text/csv; charset="windows-1252"'],
    ['that of the byte order mark', utf16, {}, undefined],
    ['the other way round', Buffer.from(utf16).swap16(), {}, undefined],
    [
      'UTF-8, where the platform does not know that of the content type',
      Buffer.from('a\tb\n€\té\n'),
      {},
      'text/csv; charset=x-none',
    ],
  ])('%s', async (_, body, options, contentType) => {
    const { records, error } = await read(body, { delimiter: '\t', ...options }, contentType);
    expect([records, error]).toEqual([[{ a: '€', b: expect.stringMatching(/^(é|😀)$/) }], undefined]);
  });

  test('one that nobody knows is an error at once', () => {
    expect(() => new CsvDecoder({ encoding: 'latin-0' })).toThrow(
      'CsvDecoder: "latin-0" is no encoding that TextDecoder knows',
    );
  });
});

describe('F: a table that is broken names the byte, and keeps the rows before it', () => {
  test.each<[string, string, unknown[], number, string]>([
    [
      'text after a closing quote',
      'a,b\né,2\n3,"4"x\n5,6\n',
      [{ a: 'é', b: '2' }],
      14,
      'a delimiter or a line end after a closing quote',
    ],
    ['too many fields', 'a,b\né,2\n3,4,5\n6,7\n', [{ a: 'é', b: '2' }], 9, 'a row of 2 fields, got 3'],
    ['too few fields', 'a,b\né,2\n3\n6,7\n', [{ a: 'é', b: '2' }], 9, 'a row of 2 fields, got 1'],
    ['two columns of one name', 'a,b,a\n1,2,3\n', [], 0, 'a name of its own for each column, got "a" twice'],
  ])('%s', async (_, body, kept, byteOffset, expected) => {
    const { records, error } = await read(body);
    expect([records, error]).toEqual([kept, expect.any(DecodeError)]);
    expect(error.message).toBe(`${RESPONSE} breaks at byte ${byteOffset}: expected ${expected}`);
    expect([error.byteOffset, error.failureType]).toEqual([byteOffset, 'system_error']);
  });

  test('bytes that are no UTF-8', async () => {
    const body = Buffer.from('a\né\uFFFD\nx\n');
    body[8] = 0xe9;
    const { records, error } = await read(body);
    expect(records).toEqual([{ a: 'é\uFFFD' }]);
    expect(error.message).toBe(`${RESPONSE} breaks at byte 8: expected UTF-8`);
  });

  test('bytes that are none of another encoding', async () => {
    const { error } = await decodeAll(new CsvDecoder({ encoding: 'shift_jis' }), Buffer.from([0x61, 0x0a, 0x80, 0xff]));
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected shift_jis`);
  });

  test('the byte is right in UTF-16 too', async () => {
    const { error } = await read(Buffer.from('\uFEFFa,b\n1\n2,3\n', 'utf16le'));
    expect(error.message).toBe(`${RESPONSE} breaks at byte 10: expected a row of 2 fields, got 1`);
  });

  test('a quote that is left open is given up', async () => {
    const body = `a\n1\n"${'x'.repeat(17 * 1024 * 1024)}`;
    const { records, error } = await decodeAll(new CsvDecoder(), body, { chunkBytes: 4 * 1024 * 1024 });
    expect(records).toEqual([{ a: '1' }]);
    expect(error.message).toBe(`${RESPONSE} breaks at byte 4: expected a row with an end; a quote may be left open`);
  });

  test('a web page is called so', async () => {
    const { error } = await read('<!doctype html>\n<html>…</html>\n', {}, 'text/html');
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected CSV, got a web page (text/html)`);
  });

  test('JSON that says it is JSON is an error of the API, not a header', async () => {
    const { error } = await read('{"error":"export not ready"}', {}, 'application/json');
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected CSV, got JSON (application/json)`);
  });

  test.each([
    ['an error', '{"error":"export not ready"}'],
    ['on several lines', '\uFEFF{\n  "error": "export not ready"\n}\n'],
    ['an empty list', '[]'],
    ['lines of it', '{"id":1}\r\n{"id":2}\r\n'],
    ['more than a chunk of it', JSON.stringify({ error: 'x'.repeat(50_000) })],
  ])('JSON that says it is text is no table either: %s', async (_, body) => {
    const { error, records } = await read(body, {}, 'text/plain');
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected CSV, got JSON (text/plain)`);
    expect(records).toEqual([]);
  });

  test('a table may start as JSON does', async () => {
    const body = `[id]\t{name}\n${'1\tx\n'.repeat(20_000)}`;
    const { records, error } = await decodeAll(new CsvDecoder({ delimiter: '\t' }), body, { chunkBytes: 1000 });
    expect([records.length, records[0], error]).toEqual([20_000, { '[id]': '1', '{name}': 'x' }, undefined]);
    expect((await read('{"id":1}\t2\n', { delimiter: '\t', quote: '', columns: ['a', 'b'] })).records).toEqual([
      { a: '{"id":1}', b: '2' },
    ]);
  });

  test('a wrong content type alone is none', async () => {
    expect((await read('a\n1\n', {}, 'application/json')).records).toEqual([{ a: '1' }]);
  });
});

describe('F: a table that ends early is transient, and keeps the rows before the end', () => {
  test.each([
    ['a,b\n1,2\n3,"4', 'the closing quote of a field'],
    ['a,b\n1,2\n3', 'the rest of a row of 2 fields'],
  ])('%j', async (body, expected) => {
    const { records, error } = await read(body);
    expect(records).toEqual([{ a: '1', b: '2' }]);
    expect(error.message).toBe(`${RESPONSE} ends early at byte ${body.length}: expected ${expected}`);
    expect(error.failureType).toBe('transient_error');
  });

  test('within a character', async () => {
    const { records, error } = await read(Buffer.from('a\n1\n€').subarray(0, -1));
    expect(records).toEqual([{ a: '1' }]);
    expect(error.message).toBe(`${RESPONSE} ends early at byte 6: expected the rest of a character`);
  });

  test('within a character of another encoding', async () => {
    const { error } = await read(Buffer.from('a\n1\n', 'utf16le').subarray(0, -1), { encoding: 'utf-16le' });
    expect(error.message).toBe(`${RESPONSE} ends early at byte 7: expected the rest of a character`);
  });
});
