import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../../../test/decode-all.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import { valueAtPath } from '../value-at-path.ts';
import { DecodeError } from './decode-error.ts';
import { JsonDecoder } from './json-decoder.ts';

const RESPONSE = 'The response of GET https://api.example.com/v1/export';
const at = (recordPath: string): JsonDecoder => new JsonDecoder({ recordPath });
const SIZES = [1, 2, 3, 5, 64, 100_000];

describe('H9: the items of the array at a path, and what stands around them', () => {
  test.each<[string, string, unknown[], unknown]>([
    ['', '[]', [], []],
    ['', ' [ 1 , "a" ,null,true, {"b":[]} ] ', [1, 'a', null, true, { b: [] }], []],
    ['data', '{"data":[{"id":1},{"id":2}],"next":"p2"}', [{ id: 1 }, { id: 2 }], { data: [], next: 'p2' }],
    ['data', '{"next":"p2","data":[]}', [], { data: [], next: 'p2' }],
    ['a.b', '{"x":{"b":[9]},"a":{"c":[8],"b":[7]},"b":[6]}', [7], { x: { b: [9] }, a: { c: [8], b: [] }, b: [6] }],
    ['0.rows', '[{"rows":[{"id":1}]},{"rows":[2]}]', [{ id: 1 }], [{ rows: [] }, { rows: [2] }]],
    ['1', '[[1],[2],[3]]', [2], [[1], [], [3]]],
    ['a.2.b', '{"a":["[",{"b":[0]},{"b":[1]}]}', [1], { a: ['[', { b: [0] }, { b: [] }] }],
    [
      'data',
      '{"meta":"data\\":[1]","data":["]",",","\\"]","\\\\"]}',
      [']', ',', '"]', '\\'],
      { meta: 'data":[1]', data: [] },
    ],
    ['d"ü', '{"d\\"\\u00fc":[1]}', [1], { 'd"ü': [] }],
    [
      'data',
      '{"meta":{"data":[5]},"list":["data"],"data":[6]}',
      [6],
      { meta: { data: [5] }, list: ['data'], data: [] },
    ],
  ])('%j in %s', async (path, body, records, around) => {
    for (const chunkBytes of SIZES) {
      expect(await decodeAll(at(path), body, { chunkBytes })).toEqual({ records, around, error: undefined });
    }
  });

  test('are those that parsing it whole gives, whatever the document and wherever it is cut into chunks', async () => {
    const document = fc.record({ before: fc.jsonValue(), list: fc.array(fc.jsonValue()), after: fc.jsonValue() });
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.constantFrom(0, 2),
        fc.integer({ min: 1, max: 50 }),
        async (value, space, chunkBytes) => {
          const text = JSON.stringify(value, undefined, space);
          const { list, ...around } = parseJson(text) as typeof value;
          expect(await decodeAll(at('list'), text, { chunkBytes })).toEqual({
            records: list,
            around: { ...around, list: [] },
            error: undefined,
          });
        },
      ),
    );
  });

  test('a place that valueAtPath knows is found', async () => {
    const names = fc.constantFrom('a', 'b', '0', '1');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(1, 'a', null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    const paths = fc.array(names, { maxLength: 3 }).map((keys) => keys.join('.'));
    await fc.assert(
      fc.asyncProperty(tree, paths, async (value, path) => {
        const list = valueAtPath(value, path);
        const { records, error } = await decodeAll(at(path), JSON.stringify(value), { chunkBytes: 3 });
        if (Array.isArray(list)) expect([records, error]).toEqual([list, undefined]);
        else expect(error.message).toContain('must have an array of records');
      }),
      { numRuns: 500 },
    );
  });

  test('come as soon as they are whole', async () => {
    const steps: string[] = [];
    async function* bytes(): AsyncGenerator<Uint8Array, undefined> {
      for (const part of ['{"data":[{"id":1},{"id"', ':2},{"id":3}', ',', '{"id":4}]', '}']) {
        steps.push(part);
        // What comes first is looked at before it is read.
        yield Buffer.from(part.padEnd(300));
      }
    }
    const batches = at('data').decode(bytes(), { source: '', contentType: undefined });
    for await (const batch of batches) steps.push(JSON.stringify(batch));
    expect(steps).toEqual([
      '{"data":[{"id":1},{"id"',
      '[{"id":1}]',
      ':2},{"id":3}',
      '[{"id":2}]',
      ',',
      '[{"id":3}]',
      '{"id":4}]',
      '[{"id":4}]',
      '}',
    ]);
  });

  test('a byte order mark is no part of the document', async () => {
    const { records, around } = await decodeAll(at('data'), '\uFEFF{"data":[1]}', { chunkBytes: 1 });
    expect([records, around]).toEqual([[1], { data: [] }]);
  });
});

test('P15: integers beyond 2^53 are bigints, in items and around them', async () => {
  const { records, around } = await decodeAll(
    at('data'),
    '{"total":9007199254740993,"data":[{"id":12345678901234567890},{"id":1.5},{"id":-9007199254740995}]}',
    { chunkBytes: 7 },
  );
  expect(records).toEqual([{ id: 12345678901234567890n }, { id: 1.5 }, { id: -9007199254740995n }]);
  expect(around).toEqual({ total: 9007199254740993n, data: [] });
});

describe('F: no array where one was declared', () => {
  const hint = (path: string): string =>
    `. If the list is a member of it, name that: recordPath = '${path}'. If its values are the records, leave out the decoder, and name the field for their keys: recordKey = 'id'`;

  test.each([
    ['data', '{"data":{"count":3}}', `at "data", got object${hint('data.items')}`],
    ['data', '{"data":null}', 'at "data", got null'],
    ['data', '{"data":"[]"}', 'at "data", got string'],
    ['data', '{"data":-1}', 'at "data", got number'],
    ['data', '{"data":true}', 'at "data", got boolean'],
    ['data', '{"items":[1]}', 'at "data", got nothing'],
    ['data.items', '{"data":[1]}', 'at "data.items", got nothing'],
    ['data.items', '{"data":7}', 'at "data.items", got nothing'],
    ['0', '[]', 'at "0", got nothing'],
    ['0', '["x"]', 'at "0", got string'],
    ['', '{"data":[]}', `as its body, got object${hint('items')}`],
    ['', '7', 'as its body, got number'],
  ])('"%s" in %s', async (path, body, text) => {
    for (const chunkBytes of SIZES) {
      const { error } = await decodeAll(at(path), body, { chunkBytes });
      expect(error).toBeInstanceOf(ConnectorError);
      expect(error.message).toBe(`${RESPONSE} must have an array of records ${text}`);
    }
  });
});

describe('F: broken JSON names the byte, and keeps the items before it', () => {
  test.each<[string, string, unknown[], number, string]>([
    ['a bad item', '[1,{"a":1},{"a":x},3]', [1, { a: 1 }], 11, 'an item of an array of records in JSON'],
    ['a missing comma', '[1,2 3]', [1], 3, 'an item of an array of records in JSON'],
    ['no item between commas', '[1,,2]', [1], 3, 'an item of an array of records in JSON'],
    ['no item before a comma', '[,1]', [], 1, 'an item of an array of records in JSON'],
    ['no item after the last comma', '[1,2,]', [1, 2], 5, 'an item of an array of records in JSON'],
    ['the wrong bracket', '[{"a":[1}},2]', [], 1, 'an item of an array of records in JSON'],
    ['something after the end', '[1]x', [1], 4, 'JSON around an array of records'],
    ['text that is no JSON', 'Too many exports', [], 0, 'JSON'],
  ])('%s', async (_, body, kept, byteOffset, expected) => {
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(new JsonDecoder(), body, { chunkBytes });
      expect([records, error]).toEqual([kept, expect.any(DecodeError)]);
      expect(error.message).toBe(`${RESPONSE} breaks at byte ${byteOffset}: expected ${expected}`);
      expect([error.byteOffset, error.failureType]).toEqual([byteOffset, 'system_error']);
    }
  });

  test('bytes that are no UTF-8', async () => {
    const body = Buffer.from('{"data":["ü\uFFFD","é","x"]}');
    body[body.indexOf('é') + 1] = 0x41;
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(at('data'), body, { chunkBytes });
      expect(records).toEqual(['ü\uFFFD']);
      expect(error.message).toBe(`${RESPONSE} breaks at byte ${body.indexOf(0x41) - 1}: expected UTF-8`);
    }
  });

  test('a record is not quoted', async () => {
    const { error } = await decodeAll(new JsonDecoder(), '[{"token":"s3cr3t" broken}]');
    expect(JSON.stringify([error.message, error.internalMessage, error.stack])).not.toContain('s3cr3t');
  });

  test('a web page is called so', async () => {
    const page = '\n<!DOCTYPE html><html><body>Sign in</body></html>';
    const { error } = await decodeAll(at('data'), page, { contentType: 'text/html' });
    expect(error.message).toBe(`${RESPONSE} breaks at byte 0: expected JSON, got a web page (text/html)`);
  });
});

describe('F: JSON that ends early is transient, and keeps the items before the end', () => {
  test.each<[string, unknown[], string]>([
    ['', [], 'the array of records at "data"'],
    ['{"next":"p2","da', [], 'the array of records at "data"'],
    ['{"data":[', [], 'the rest of the array of records at "data"'],
    ['{"data":[{"id":1},{"id":2', [{ id: 1 }], 'the rest of the array of records at "data"'],
    ['{"data":[{"id":1},{"id":2}', [{ id: 1 }, { id: 2 }], 'the rest of the array of records at "data"'],
    ['{"data":[1,2', [1], 'the rest of the array of records at "data"'],
    ['{"data":["a","b', ['a'], 'the rest of the array of records at "data"'],
    ['{"data":[{"id":1}]', [{ id: 1 }], 'the rest of the JSON document'],
    ['{"data":[{"id":1}],"next":"p', [{ id: 1 }], 'the rest of the JSON document'],
  ])('%s', async (body, kept, expected) => {
    for (const chunkBytes of SIZES) {
      const { records, error } = await decodeAll(at('data'), body, { chunkBytes });
      expect(records).toEqual(kept);
      expect(error.message).toBe(`${RESPONSE} ends early at byte ${body.length}: expected ${expected}`);
      expect(error.failureType).toBe('transient_error');
    }
  });
});
