import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import type { FailureType } from '../protocol/messages.ts';
import { beginAt, resumeTokenOf, tellTotal } from './first-page.ts';
import { HttpError } from './http-error.ts';

const failure = (status: number, failureType: FailureType = 'system_error'): HttpError =>
  new HttpError(httpResponse('', { status }), { failureType, tries: 1 });

/** Begins at a token where the API refuses all but the first page. */
async function begin(pageToken: unknown, refusal: unknown) {
  const run = testRun();
  const page = { ...run.context, pageToken };
  const asked: unknown[] = [];
  const response = beginAt(page, 'orders', async (open) => {
    asked.push(open.pageToken);
    if (open.pageToken !== undefined) throw refusal;
    return Promise.resolve(httpResponse([]));
  });
  return { response, asked, page, logs: run.logs };
}

describe('I6: the page that a read broke off at', () => {
  const resumed = (resumePageSize: number | undefined, paginator: object | undefined) => {
    const run = testRun();
    const token = resumeTokenOf({ ...run.context, resumeFrom: 7, resumePageSize }, 'orders', paginator);
    return [token, run.logs];
  };

  test('is gone on with while pages have the size they had', () => {
    expect(resumed(100, { countsPages: true, pageSize: 100 })).toEqual([7, []]);
  });

  test.each([
    [50, '50'],
    [undefined, 'as many as the API gives'],
  ])('is another one where its number counts pages of 100 records, and they have %s now', (pageSize, shown) => {
    expect(resumed(100, { countsPages: true, pageSize })).toEqual([
      undefined,
      [
        'warn: Stream "orders" cannot go on from page token 7, so it is read from the start: ' +
          `its pages had 100 records then, and have ${shown} now`,
      ],
    ]);
  });

  test('is the same whatever their size where a token counts none, as an offset', () => {
    expect(resumed(100, { pageSize: 50 })).toEqual([7, []]);
    expect(resumed(100, undefined)).toEqual([7, []]);
  });

  test('is trusted where the state does not say the size, as one of the Python CDK', () => {
    expect(resumed(undefined, { countsPages: true, pageSize: 50 })).toEqual([7, []]);
  });
});

describe('I6: a read that goes on where the one before broke off', () => {
  test.each([
    [400, 'system_error'],
    [404, 'system_error'],
    [410, 'config_error'],
    [422, 'system_error'],
    [200, 'system_error'],
  ] as const)('begins anew when the API refuses the token with %d (%s)', async (status, failureType) => {
    const { response, asked, page, logs } = await begin('p7', failure(status, failureType));
    expect((await response).status).toBe(200);
    expect([asked, page.pageToken]).toEqual([['p7', undefined], undefined]);
    expect(logs).toEqual([
      expect.stringMatching(/^warn: Stream "orders" cannot go on from page token "p7", so it is read from the start: /),
    ]);
  });

  test.each([
    ['a quota of GraphQL that is used up', failure(200, 'transient_error')],
    ['credentials that GraphQL does not know', failure(200, 'config_error')],
    ['an API that is down', failure(503, 'transient_error')],
    ['missing rights', failure(403, 'config_error')],
    ['a stop', new Error('Stopped by SIGTERM')],
  ])('fails for %s: the token may be good', async (_, refusal) => {
    const { response, asked } = await begin('p7', refusal);
    expect(await rejectionOf(response)).toBe(refusal);
    expect(asked).toEqual(['p7']);
  });
});

describe('the number of records that an API tells', () => {
  /** What is reported of answers with these totals, one after another. */
  const told = (...totals: unknown[]) => {
    const run = testRun();
    const reported: number[] = [];
    const source = { path: 'total' };
    const context = { ...run.context, reportTotal: (records: number) => void reported.push(records) };
    for (const total of totals) tellTotal(httpResponse({ total }), source, context);
    return [reported, run.logs];
  };

  test('is reported, also when it is written as text', () => {
    expect(told(7, '12', 0)).toEqual([[7, 12, 0], []]);
  });

  test('is optional', () => {
    expect(told(undefined, null, '')).toEqual([[], []]);
  });

  test.each([
    [{ value: 1 }, '{"value":1}'],
    [true, 'true'],
    [-1, '-1'],
    ['12 records', '"12 records"'],
  ])('is only an estimate: %j in its place fails nothing, and is said once', (total, shown) => {
    expect(told(total, total, 5)).toEqual([
      [5],
      [
        'warn: The response of GET https://api.example.com/v1/orders must have a number of records at "total", as totalRecords says, got ' +
          `${shown}: no estimate is given`,
      ],
    ]);
  });
});
