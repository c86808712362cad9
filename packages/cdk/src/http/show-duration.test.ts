import { expect, test } from 'vitest';
import { showDuration } from './show-duration.ts';

test.each([
  [0, '0 s'],
  [400, '0.4 s'],
  [1234, '1.234 s'],
  [12_345, '12.3 s'],
  [60_000, '60 s'],
  [119_999, '120 s'],
  [120_000, '2 min'],
  [320_000, '5 min 20 s'],
  [3_600_000, '60 min'],
  [7_199_400, '119 min 59 s'],
  [7_200_000, '2 h'],
  [50_820_000, '14 h 7 min'],
  [86_400_000, '24 h'],
])('%d ms is %s', (ms, text) => {
  expect(showDuration(ms)).toBe(text);
});
