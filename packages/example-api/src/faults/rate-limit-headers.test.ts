import { expect, test } from 'vitest';

import { rateLimitHeaders } from './rate-limit-headers.ts';

const now = Date.parse('2024-05-01T12:00:00.250Z');

test.each([
  ['retry-after-seconds', { 'retry-after': '2' }],
  ['retry-after-date', { 'retry-after': 'Wed, 01 May 2024 12:00:03 GMT' }],
  ['ratelimit-reset', { 'ratelimit-reset': '2' }],
  ['x-ratelimit-reset-seconds', { 'x-ratelimit-reset': '2' }],
  ['x-ratelimit-reset-epoch', { 'x-ratelimit-reset': '1714564803' }],
  ['x-ratelimit-reset-epoch-ms', { 'x-ratelimit-reset': '1714564802250' }],
  ['none', {}],
] as const)('%s', (header, headers) => {
  expect(rateLimitHeaders(header, 2, now)).toEqual(headers);
});
