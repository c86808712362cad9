import { describe, expect, test } from 'vitest';
import { classify } from './classify.ts';

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
    expect(classify(status)).toEqual({ action, failureType });
  });
});
