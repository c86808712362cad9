import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { recordsInFile } from './records-in-file.ts';

async function recordsOf(text: string, recordPath?: string): Promise<unknown> {
  const folder = await folderWith({ 'page.json': text });
  return recordsInFile(join(folder, 'page.json'), { stream: 'orders', recordPath }).catch((error: Error) =>
    error.message.replaceAll(folder, '.').replaceAll('\\', '/'),
  );
}

const message = (stream: string, data: object): string =>
  JSON.stringify({ type: 'RECORD', record: { stream, data, emitted_at: 0 } });

describe('where records are', () => {
  test.each<[string, string, string | undefined, unknown]>([
    ['a list', '[{"id":1},{"id":2}]', undefined, [{ id: 1 }, { id: 2 }]],
    ['JSON lines, with empty ones', '{"id":1}\r\n\n{"id":2}\n', undefined, [{ id: 1 }, { id: 2 }]],
    ['one object', '{"id":1,"lines":[{"a":1}]}', undefined, [{ id: 1, lines: [{ a: 1 }] }]],
    ['a response', '{"data":{"items":[{"id":1}]}}', 'data.items', [{ id: 1 }]],
    ['a response a line', '{"data":[{"id":1}]}\n{"data":[{"id":2}]}', 'data', [{ id: 1 }, { id: 2 }]],
    ['a byte order mark', '\uFEFF[{"id":1}]', undefined, [{ id: 1 }]],
    ['integers beyond 2^53', '[{"id":9007199254740993}]', undefined, [{ id: 9007199254740993n }]],
    [
      'what a connector printed, of that stream',
      [message('orders', { id: 1 }), message('customers', { id: 2 }), '{"type":"LOG","log":{}}'].join('\n'),
      undefined,
      [{ id: 1 }],
    ],
  ])('%s', async (_, text, recordPath, records) => {
    expect(await recordsOf(text, recordPath)).toEqual(records);
  });
});

describe('what holds none is said', () => {
  test.each<[string, string, string | undefined, string]>([
    ['no JSON', '<html>', undefined, './page.json is neither JSON nor JSON lines: line 1 is no JSON'],
    ['a broken line', '{"id":1}\n{"id"', undefined, './page.json is neither JSON nor JSON lines: line 2 is no JSON'],
    ['values', '[{"id":1},2]', undefined, './page.json must hold records, which are objects: number 2 is none'],
    ['a path that leads nowhere', '{"data":[]}', 'items', './page.json has nothing at --record-path items'],
    [
      'a response without a path',
      '{"data":[{"id":1}],"included":[{"id":2}],"errors":[]}',
      undefined,
      './page.json holds one object with lists in it. Say where the records are: --record-path data or --record-path included',
    ],
  ])('%s', async (_, text, recordPath, expected) => {
    expect(await recordsOf(text, recordPath)).toBe(expected);
  });

  test('a file that is not there', async () => {
    await expect(recordsInFile('/nowhere/page.json', { stream: 'orders', recordPath: undefined })).rejects.toThrow(
      /^\/nowhere\/page\.json cannot be read: ENOENT/,
    );
  });
});
