import { describe, expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { testRun } from '../../test/run-context.ts';
import { serve } from '../../test/serve.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { PrimaryKey } from '../streams/field.ts';
import { HttpClient } from './http-client.ts';
import { HttpStream } from './http-stream.ts';
import { CursorPaginator } from './paginators/cursor-paginator.ts';
import { PageGuard } from './page-guard.ts';

/** The text of the first error, or 'ok', after handing in tokens; pages have URLs of their own. */
function walk(tokens: readonly unknown[], urls: readonly string[] = []): string {
  const guard = new PageGuard('orders', 'id', testRun().context);
  for (const [index, token] of tokens.entries()) {
    const error = guard.check(token, [{ id: index }], urls[index] ?? `https://api/x?page=${index}`);
    if (error !== undefined) {
      expect(error).toBeInstanceOf(ConnectorError);
      expect(error.failureType).toBe('system_error');
      return `after ${index + 1}: ${error.message}`;
    }
  }
  return 'ok';
}

const stuck = (count: number, token: string): string =>
  `after ${count}: Pagination of stream "orders" is stuck: the API returned page token ${token} twice`;

describe('H8: pagination that goes round ends', () => {
  test.each<[string, readonly unknown[], string]>([
    ['A→A', ['a', 'a'], stuck(2, '"a"')],
    ['A→B→A', ['a', 'b', 'a'], stuck(3, '"a"')],
    ['A→B→C→B', ['a', 'b', 'c', 'b'], stuck(4, '"b"')],
    ['a number', [100, 200, 100], stuck(3, '100')],
    ['a bigint', [9007199254740993n, 9007199254740993n], stuck(2, '9007199254740993')],
    ['an object, by what it holds', [{ after: 1 }, { after: 2 }, { after: 1 }], stuck(3, '{"after":1}')],
    [
      'a list, by what it holds',
      [
        [1, 'x'],
        [1, 'x'],
      ],
      stuck(2, '[1,"x"]'),
    ],
    [
      'an object with a bigint',
      [{ after: 9007199254740993n }, { after: 9007199254740993n }],
      stuck(2, '{"after":"9007199254740993"}'),
    ],
  ])('%s', (_, tokens, expected) => {
    expect(walk(tokens)).toBe(expected);
  });

  test('a page that links to itself ends at once', () => {
    expect(walk(['https://api/x?page=7'], ['https://api/x?page=7'])).toBe(
      'after 1: Pagination of stream "orders" is stuck: the page "https://api/x?page=7" links to itself',
    );
  });
});

describe('tokens that differ go on', () => {
  test.each<[string, readonly unknown[]]>([
    ['text', ['a', 'b', 'c']],
    ['a number is not its text', [1, '1']],
    ['bigints a digit apart', [9007199254740992n, 9007199254740993n]],
    ['objects', [{ a: 1 }, { a: 2 }, { b: 1 }]],
    ['objects whose bigints differ', [{ a: 9007199254740993n }, { a: 9007199254740995n }]],
    ['URLs', ['https://api/x?page=1', 'https://api/x?page=2', 'https://api/x?page=3']],
  ])('%s', (_, tokens) => {
    expect(walk(tokens)).toBe('ok');
  });

  test('two guards do not know of each other: each parent has its own paging', () => {
    expect([walk(['a', 'b']), walk(['a', 'b'])]).toEqual(['ok', 'ok']);
  });
});

describe('H8: pages that come again under new tokens', () => {
  const check = (
    pages: readonly (readonly unknown[])[],
    primaryKey: PrimaryKey<any> = 'id',
  ): (string | undefined)[] => {
    const guard = new PageGuard('orders', primaryKey, testRun().context);
    return pages.map((records, index) => guard.check(index, records, `https://api/x?page=${index}`)?.message);
  };
  const page = (...ids: number[]): { id: number; tags: string[] }[] => ids.map((id) => ({ id, tags: ['a'] }));
  const again = (pages: number, next: number): string =>
    `Pagination of stream "orders" is stuck: the API returned ${pages} pages in a row that it had returned before, the next token is ${next}`;

  test('the same page ends at the third time', () => {
    const pages = [page(1, 2), page(3, 4), page(3, 4), page(3, 4)];
    expect(check(pages)).toEqual([undefined, undefined, undefined, again(2, 3)]);
  });

  test('a walk that starts over, as of an API that begins again after its last page, ends at its second page', () => {
    const pages = [page(1, 2), page(3, 4), page(5), page(1, 2), page(3, 4)];
    expect(check(pages)).toEqual([undefined, undefined, undefined, undefined, again(2, 4)]);
  });

  test.each([
    ['pages that differ in their last record only', [page(1, 2), page(1, 3), page(1, 4), page(1, 5)]],
    [
      'pages that differ in the middle only',
      [page(1, 2, 9), page(1, 3, 9), page(1, 4, 9), page(1, 5, 9), page(1, 6, 9)],
    ],
    ['pages of other lengths', [page(1), page(1, 1), page(1, 1, 1)]],
    ['empty pages', [[], [], [], []]],
    [
      'one page that comes again and again, with new ones between',
      [page(1), page(1), page(2), page(1), page(3), page(1)],
    ],
  ])('%s go on', (_, pages) => {
    expect(check(pages)).toEqual(pages.map(() => undefined));
  });

  test('long pages are told apart by some of their records', () => {
    const long = (from: number): object[] => page(...Array.from({ length: 1000 }, (_, index) => from + index));
    expect(check([long(0), long(1), long(2), long(3)]).every((error) => error === undefined)).toBe(true);
    expect(check([long(0), long(0), long(0)]).at(-1)).toBe(again(2, 2));
  });

  test('a key of several fields is compared as a whole', () => {
    const line = (order: number, number: number): object => ({ order, number, text: 'x' });
    const pages = [1, 2, 3, 4].map((number) => [line(1, number)]);
    expect(check(pages, ['order', 'number']).every((error) => error === undefined)).toBe(true);
    expect(check([pages[0]!, pages[0]!, pages[0]!], ['order', 'number']).at(-1)).toBe(again(2, 2));
  });

  test('records that lack their key are compared whole', () => {
    const pages = [1, 2, 3, 4].map((text) => [{ text }]);
    expect(check(pages).every((error) => error === undefined)).toBe(true);
  });

  test('records without a key may be equal: pages of one and the same record go on', () => {
    const pages = Array.from({ length: 9 }, () => [{ event: 'login' }, { event: 'login' }]);
    expect(check(pages, [])).toEqual(pages.map(() => undefined));
  });

  test('pages of records without a key that differ end at the fourth time', () => {
    const pages = Array.from({ length: 4 }, () => [{ event: 'login' }, { event: 'logout' }]);
    expect(check(pages, [])).toEqual([undefined, undefined, undefined, again(3, 3)]);
  });
});

describe('H8: empty pages under ever new tokens', () => {
  class Events extends HttpStream<{ id: number }> {
    readonly name = 'events';
    readonly primaryKey = 'id';
    override readonly recordPath = 'data';
    override readonly paginator = new CursorPaginator({ token: { path: 'next' }, param: 'after' });
    path = () => '/events';
    getJsonSchema = () => ({});
  }

  /** The warnings of a read of that many pages. */
  async function warnings(pages: number, full: readonly number[], context: object = {}): Promise<string[]> {
    let page = 0;
    const url = await serve((_request, response) => {
      const data = full.includes(++page) ? [{ id: page }] : [];
      response.end(JSON.stringify({ data, next: page === pages ? undefined : `t${page}` }));
    });
    const run = testRun();
    await collect(new Events(new HttpClient({ urlBase: url })).readPages({ ...run.context, ...context }));
    expect(page).toBe(pages);
    return run.logs.filter((line) => line.startsWith('warn'));
  }

  test('are told of at a hundred in a row, and whenever they have doubled', async () => {
    const lines = await warnings(402, []);
    expect(lines[0]).toBe(
      'warn: Stream "events" has had 100 pages in a row without records, the next token is "t100". ' +
        "Where such a page ends the list, say so with lastPage: 'empty' of the paginator; " +
        'where records are far between, ask the API for fewer pages with a filter or a larger page size',
    );
    expect(lines.map((line) => /had (\d+) pages/.exec(line)?.[1])).toEqual(['100', '200', '400']);
  });

  test('are told of with their slice', async () => {
    const lines = await warnings(101, [], { activity: { label: 'Stream "events", slice {"id":7}' } });
    expect(lines).toEqual([expect.stringContaining('Stream "events", slice {"id":7} has had 100 pages')]);
  });

  test('are nothing to tell of with a record between', async () => {
    expect(await warnings(250, [90, 180])).toEqual([]);
  });
});
