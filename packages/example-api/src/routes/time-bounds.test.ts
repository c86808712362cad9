import { expect, test } from 'vitest';

import { timeBounds } from './time-bounds.ts';

const NOON = Date.parse('2025-06-01T12:00:00Z') / 1000;
const END = Number.MAX_SAFE_INTEGER;

test.each([
  ['', 0, END],
  ['updated_since=2025-06-01T12:00:00Z', NOON, END],
  ['updated_since=2025-06-01T12:00:00.001Z', NOON + 1, END],
  ['updated_after=2025-06-01T12:00:00Z', NOON + 1, END],
  ['updated_after=2025-06-01T12:00:00.999Z', NOON + 1, END],
  ['updated_until=2025-06-01T12:00:00Z', 0, NOON],
  ['updated_until=2025-06-01T12:00:00.999Z', 0, NOON],
  ['updated_since=2025-06-01T12:00:05Z&updated_after=2025-06-01T12:00:00Z', NOON + 5, END],
])('"%s" is from %i to %i', (query, since, until) => {
  expect(timeBounds(new URLSearchParams(query))).toEqual({ since, until });
});

test.each(['updated_since', 'updated_after', 'updated_until'])('refuses a "%s" that is no time', (name) => {
  expect(() => timeBounds(new URLSearchParams(`${name}=now`))).toThrow(`"${name}" must be an ISO 8601 time, got "now"`);
});
