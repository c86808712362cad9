import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { checkRules, matchesResponse, type ResponseCondition } from './response-rule.ts';

const response = httpResponse(
  { ok: false, error: { code: 'rate_limited', count: 0 }, items: [], note: '' },
  { status: 403, headers: { 'x-left': '0' } },
);

describe('H5: which responses a rule means', () => {
  test.each<[ResponseCondition, boolean]>([
    [{ status: 403 }, true],
    [{ status: 404 }, false],
    [{ status: '4xx' }, true],
    [{ status: '5xx' }, false],
    [{ status: [500, '4xx'] }, true],
    [{ status: [] }, false],
    [{ headers: { 'X-Left': '0' } }, true],
    [{ headers: { 'X-Left': /^[1-9]/ } }, false],
    [{ headers: { 'X-Other': /./ } }, false],
    [{ body: { path: 'error.code', equals: 'rate_limited' } }, true],
    [{ body: { path: 'error.code', equals: ['quota', 'rate_limited'] } }, true],
    [{ body: { path: 'error.code', equals: 'quota' } }, false],
    [{ body: { path: 'ok', equals: false } }, true],
    [{ body: { path: 'error.none', equals: null } }, false],
    [{ body: { path: 'error' } }, true],
    [{ body: { path: 'error.count' } }, true],
    [{ body: { path: 'ok' } }, false],
    [{ body: { path: 'items' } }, false],
    [{ body: { path: 'note' } }, false],
    [{ body: { path: 'missing' } }, false],
    [{ when: ({ status }) => status > 400 }, true],
    [{ when: () => false }, false],
    [{ method: 'GET' }, true],
    [{ method: 'POST' }, false],
    [{ path: '/orders' }, true],
    [{ path: '/products' }, false],
    [{ status: 403, headers: { 'x-left': '0' }, body: { path: 'ok', equals: false }, path: '/orders' }, true],
    [{ status: 403, headers: { 'x-left': '1' }, body: { path: 'ok', equals: false } }, false],
  ])('%j: %s', (condition, isMeant) => {
    expect(matchesResponse(condition, response, '/orders/7')).toBe(isMeant);
  });

  test('a body that is no JSON is not meant', () => {
    const page = httpResponse('<html>quota</html>', { status: 403 });
    expect(matchesResponse({ body: { path: 'error' } }, page, '/')).toBe(false);
    expect(matchesResponse({ when: (one) => one.text().includes('quota') }, page, '/')).toBe(true);
  });

  test('the function is asked last, and only where the rest holds', () => {
    let asked = 0;
    const when = (): boolean => ++asked > 0;
    expect(matchesResponse({ status: 500, when }, response, '/')).toBe(false);
    expect([matchesResponse({ status: 403, when }, response, '/'), asked]).toEqual([true, 1]);
  });
});

test('a rule without a condition is refused: it would mean every response', () => {
  expect(() =>
    checkRules([
      { status: 404, action: 'ignore' },
      { action: 'fail', message: 'no' },
    ]),
  ).toThrow('responseRules[1] has no condition, so it would mean every response: add a status, headers, body or when');
  expect(() => checkRules([{ status: 404, action: 'ignore' }])).not.toThrow();
});
