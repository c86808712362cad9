import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { rejectionOf, testRun, thrownBy } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import { HttpError } from './http-error.ts';
import { PageSizer, type PageSizing } from './page-sizer.ts';
import { CursorPaginator } from './paginators/cursor-paginator.ts';
import { LinkHeaderPaginator } from './paginators/link-header-paginator.ts';
import { OffsetPaginator } from './paginators/offset-paginator.ts';
import { PageNumberPaginator } from './paginators/page-number-paginator.ts';
import type { Paginator } from './paginators/paginator.ts';

/** A sizer in front of an API that serves pages of `max` records at most. */
function useSizer(options: Partial<PageSizing> = {}) {
  const sizer = new PageSizer({
    name: 'orders',
    paginator: new OffsetPaginator({ pageSize: 100 }),
    reducePageSizeOn: [504],
    ...options,
  });
  const run = testRun();
  const api = { max: 0, status: 504 };
  /** The sizes that were asked for; those that failed at once are in brackets. */
  const read = async (pageToken?: number): Promise<string> => {
    const asked: string[] = [];
    const page = { ...run.context, pageToken, pageSize: sizer.sizeAt(pageToken) as number | undefined };
    const done = sizer.request(page, async (rule) => {
      const isTooBig = (page.pageSize ?? 0) > api.max;
      asked.push(isTooBig && rule !== undefined ? `(${page.pageSize})` : `${page.pageSize}`);
      if (!isTooBig) return Promise.resolve(httpResponse([]));
      throw new HttpError(httpResponse('', { status: api.status }), { failureType: 'transient_error', tries: 1 });
    });
    await done.catch((error: unknown) => {
      if (!(error instanceof HttpError)) throw error;
      asked.push('failed');
    });
    return asked.join(' ');
  };
  const sizesOf = async (pages: number): Promise<string[]> => {
    const sizes: string[] = [];
    for (let page = 0; page < pages; page++) sizes.push(await read());
    return sizes;
  };
  return { api, read, sizesOf, run };
}

describe('H12: a page that is too big is asked for again at half the size', () => {
  test.each([
    [{}, '(100) (50) (25) (12) (6) (3) 1 failed'],
    [{ minPageSize: 20 }, '(100) (50) (25) 20 failed'],
    [{ minPageSize: 200 }, '100 failed'],
    [{ paginator: new OffsetPaginator({ pageSize: 1 }) }, '1 failed'],
  ])('down to the smallest with %o, which is tried again like any other request', async (options, expected) => {
    expect(await useSizer(options).read()).toBe(expected);
  });

  test('and the size is kept for the pages and the lists that follow', async () => {
    const { api, read } = useSizer();
    api.max = 30;
    expect([await read(), await read(25), await read()]).toEqual(['(100) (50) 25', '25', '25']);
  });

  test('two lists that find out at the same time halve it once', async () => {
    const { api, read } = useSizer();
    api.max = 60;
    expect(await Promise.all([read(), read()])).toEqual(['(100) 50', '(100) 50']);
    expect(await read()).toBe('50');
  });

  test('other failures are what they are', async () => {
    const { api, read } = useSizer();
    api.status = 500;
    expect(await read()).toBe('(100) failed');
  });

  test('what is no failure of the API is thrown on', async () => {
    const sizer = new PageSizer({ name: 'orders', paginator: new OffsetPaginator({ pageSize: 100 }) });
    const stopped = new Error('Stopped by SIGTERM');
    const page = { ...testRun().context, pageToken: undefined, pageSize: 100 };
    expect(await rejectionOf(sizer.request(page, () => Promise.reject(stopped)))).toBe(stopped);
  });

  test('each step is said', async () => {
    const { api, read, run } = useSizer();
    api.max = 25;
    await read();
    const failed = 'warn: Request failed with status code 504 OK: GET https://api.example.com/v1/orders';
    expect(run.logs).toEqual([
      `${failed}. Asking again for 50 records in place of 100`,
      `${failed}. Asking again for 25 records in place of 50`,
    ]);
  });

  test.each([
    ['the first page', undefined, '(100) (50) (25) (12) (6) (3) 1 failed'],
    ['page 6, after 500 records', 6, '(100) (50) (25) (10) (5) (2) 1 failed'],
    ['in the middle of page 6, after 550 records', 6.5, '(55) (25) (11) (5) (2) 1 failed'],
    ['after 553 records', 6.53, '(79) (7) 1 failed'],
  ])('by page number: pages of the new size begin at its multiples, %s', async (_, pageToken, expected) => {
    expect(await useSizer({ paginator: new PageNumberPaginator({ pageSize: 100 }) }).read(pageToken)).toBe(expected);
  });
});

describe('H12: the size grows back', () => {
  test('twofold after five pages in a row, up to where it was', async () => {
    const { api, sizesOf } = useSizer();
    api.max = 30;
    expect(await sizesOf(1)).toEqual(['(100) (50) 25']);
    api.max = 100;
    expect(await sizesOf(12)).toEqual([...Array(4).fill('25'), ...Array(5).fill('50'), '100', '100', '100']);
  });

  test('after twice as many pages each time that the larger size fails again', async () => {
    const { api, sizesOf } = useSizer();
    api.max = 60;
    const sizes = await sizesOf(50);
    const failures = sizes.flatMap((size, page) => (size === '(100) 50' ? [page] : []));
    expect(failures).toEqual([0, 5, 15, 35]);
    expect(new Set(sizes)).toEqual(new Set(['(100) 50', '50']));
  });

  test('a smaller size that fails too begins the count anew', async () => {
    const { api, sizesOf } = useSizer();
    api.max = 60;
    await sizesOf(4);
    api.max = 30;
    expect(await sizesOf(1)).toEqual(['(50) 25']);
    api.max = 100;
    expect(await sizesOf(5)).toEqual(['25', '25', '25', '25', '50']);
  });
});

test.each<[string, Paginator<any> | undefined]>([
  ['no paginator', undefined],
  ['links that carry the size on', new LinkHeaderPaginator({ pageSize: 100 })],
  ['a size that the API chooses', new CursorPaginator({ token: { path: 'next' } })],
])('H12: with %s the size cannot change, and is refused', (_, paginator) => {
  const error = thrownBy(() => new PageSizer({ name: 'orders', ...(paginator && { paginator }) }));
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).toBe(
    'reducePageSizeOn of stream "orders" needs a paginator that can ask for fewer records: ' +
      'a CursorPaginator, OffsetPaginator, PageNumberPaginator or RelayPaginator with a pageSize',
  );
});
