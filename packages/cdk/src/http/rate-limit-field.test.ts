import { describe, expect, test } from 'vitest';
import { parseRateLimitField } from './rate-limit-field.ts';

describe('the RateLimit header', () => {
  test.each([
    ['"default";r=0;t=30', [{ remaining: 0, resetSeconds: 30 }]],
    ['"default"; r=50 ; t=30', [{ remaining: 50, resetSeconds: 30 }]],
    [
      '"burst";r=0;t=3, "daily";r=980;t=4000',
      [
        { remaining: 0, resetSeconds: 3 },
        { remaining: 980, resetSeconds: 4000 },
      ],
    ],
    ['"a,b;r=7\\"";r=1;t=2', [{ remaining: 1, resetSeconds: 2 }]],
    ['default;r=5', [{ remaining: 5, resetSeconds: undefined }]],
    ['limit=100, remaining=0, reset=30', [{ remaining: 0, resetSeconds: 30 }]],
    ['limit=100,remaining=99', [{ remaining: 99, resetSeconds: undefined }]],
    ['100', []],
    ['"default"', []],
    ['', []],
    [undefined, []],
  ])('%j', (value, quotas) => {
    expect(parseRateLimitField(value)).toEqual(quotas);
  });
});
