import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { classify, classifyStatus } from './classify.ts';
import type { ResponseRule } from './response-rule.ts';

describe('H2, H3, H4: what a status means', () => {
  test.each([
    [200, 'success', 'system_error'],
    [204, 'success', 'system_error'],
    [299, 'success', 'system_error'],
    [199, 'fail', 'system_error'],
    [300, 'fail', 'system_error'],
    [304, 'fail', 'system_error'],
    [400, 'fail', 'system_error'],
    [401, 'refresh', 'config_error'],
    [403, 'fail', 'config_error'],
    [404, 'fail', 'system_error'],
    [408, 'retry', 'transient_error'],
    [409, 'fail', 'system_error'],
    [410, 'fail', 'system_error'],
    [422, 'fail', 'system_error'],
    [429, 'rate-limited', 'transient_error'],
    [499, 'fail', 'system_error'],
    [500, 'retry', 'transient_error'],
    [501, 'fail', 'transient_error'],
    [502, 'retry', 'transient_error'],
    [503, 'retry', 'transient_error'],
    [504, 'retry', 'transient_error'],
    [505, 'fail', 'transient_error'],
  ])('%d: %s, %s', (status, action, failureType) => {
    expect(classifyStatus(status)).toMatchObject({ action, failureType });
  });

  test.each([
    [401, 'Check the credentials in the config'],
    [403, 'Check that the credentials in the config have access to it'],
    [404, undefined],
  ])('%d advises: %s', (status, message) => {
    expect(classifyStatus(status).message).toBe(message);
  });
});

describe("H5: an author's rules", () => {
  function decide(rules: readonly ResponseRule[], status: number, body: unknown = {}): unknown {
    return classify(httpResponse(body, { status }), '/orders', rules);
  }

  test('without one that means the response, the status decides', () => {
    expect(decide([{ status: 404, action: 'ignore' }], 410)).toEqual(classifyStatus(410));
  });

  test('the first that means the response decides', () => {
    const rules: ResponseRule[] = [
      { status: 404, body: { path: 'code', equals: 'gone' }, action: 'ignore' },
      { status: 404, action: 'retry' },
      { status: '4xx', action: 'success' },
    ];
    expect(decide(rules, 404, { code: 'gone' })).toMatchObject({ action: 'ignore' });
    expect(decide(rules, 404)).toMatchObject({ action: 'retry' });
    expect(decide(rules, 400)).toMatchObject({ action: 'success' });
  });

  test.each([
    ['retry', 'transient_error'],
    ['rate-limited', 'transient_error'],
    ['refresh', 'config_error'],
    ['fail', 'system_error'],
  ] as const)('a 404 that says %s is in the end a %s, unless the rule says otherwise', (action, failureType) => {
    expect(decide([{ status: 404, action }], 404)).toEqual({ action, failureType, message: undefined });
    expect(decide([{ status: 404, action, failureType: 'config_error', message: 'Wait' }], 404)).toEqual({
      action,
      failureType: 'config_error',
      message: 'Wait',
    });
  });

  test('the advice for a status goes with what is done about it', () => {
    expect(decide([{ status: 403, action: 'fail' }], 403)).toEqual(classifyStatus(403));
    expect(decide([{ status: 403, action: 'rate-limited' }], 403)).toMatchObject({ message: undefined });
  });
});
