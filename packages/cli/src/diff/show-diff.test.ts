import { expect, test } from 'vitest';
import { breaking, type Change, harmless } from './change.ts';
import type { StreamComparison } from './compare-stream.ts';
import { diffResult, type DiffOutcome, showDiff } from './show-diff.ts';

const counts = { records: 200, states: 5, requests: 5 };
const same: StreamComparison = {
  stream: 'products',
  before: counts,
  after: counts,
  records: { added: 0, gone: 0, changed: 0 },
  changes: [],
};
const other: StreamComparison = {
  ...same,
  stream: 'orders',
  after: { ...counts, records: 190, requests: 3 },
  records: { added: 0, gone: 10, changed: 4 },
};

function outcome(changes: readonly Change[], streams: readonly StreamComparison[] = [other, same]): DiffOutcome {
  const [before, after] = [
    { name: 'git:main', version: '1.0.0' },
    { name: '.', version: '1.1.0' },
  ] as const;
  return { before, after, recordingFolder: '/shop/fixtures', changes, streams };
}

const show = (changes: readonly Change[], streams?: readonly StreamComparison[], width = Infinity): string[] =>
  showDiff(outcome(changes, streams), { width, cwd: '/shop' }).split('\n');

test('what breaks comes first, then what is open, then the rest and the streams that were read differently', () => {
  const lines = show([
    harmless('setting-added', 'is new', { path: 'region' }),
    harmless('not-compared', 'the old version: no recording', { stream: 'exports' }),
    breaking('key', 'primary key id → sku', { stream: 'orders' }),
    breaking('secret-shown', 'is no longer marked as a secret', { path: 'api_token' }),
  ]);
  expect(lines).toEqual([
    'git:main (1.0.0) → . (1.1.0), answered by the recording in fixtures',
    '',
    'Breaks a running connection',
    '  orders  primary key id → sku',
    '  config  api_token: is no longer marked as a secret',
    '',
    'Could not be compared',
    '  exports  the old version: no recording',
    '  → Ask the API by --no-replay, or record again with the new version.',
    '',
    'Does no harm',
    '  config  region: is new',
    '',
    '  stream    records  gone  changed  states  requests',
    '  orders  200 → 190    10        4       5     5 → 3',
    '',
    'Read the same: products (200)',
    '',
    '2 of 4 differences break a running connection, 1 could not be compared.',
  ]);
});

test('two versions that are the same need two lines', () => {
  expect(show([], [same]).filter((line) => line !== '')).toEqual([
    'git:main (1.0.0) → . (1.1.0), answered by the recording in fixtures',
    'Read the same: products (200)',
    'No difference in 1 stream.',
  ]);
});

test('however much there is, it fits one screen', () => {
  const streams = Array.from({ length: 60 }, (_, index) => ({ ...other, stream: `stream_${index}` }));
  const changes = streams.flatMap(({ stream }) => [
    breaking('field-removed', 'field a is gone', { stream }),
    harmless('field-added', `field ${'long '.repeat(40)}`, { stream }),
  ]);
  const lines = show(changes, streams, 80);
  expect(lines.length).toBeLessThan(50);
  expect(lines.every((line) => line.length <= 80)).toBe(true);
  expect(lines).toContain('  … and 45 more; --json has all');
});

test('a program gets the same, whole; what could not be compared is not ok', () => {
  const open = harmless('not-compared', 'no recording', { stream: 'orders' });
  expect(diffResult(outcome([harmless('setting-added', 'is new', { path: 'a' })]))).toMatchObject({
    ok: true,
    harmless: [{ kind: 'setting-added', stream: null, path: 'a', message: 'is new' }],
    streams: [{ stream: 'orders', old: counts, new: { records: 190 }, records: { gone: 10 } }, { stream: 'products' }],
  });
  expect(diffResult(outcome([open]))).toMatchObject({ ok: false, breaking: [], notCompared: [{ stream: 'orders' }] });
  expect(diffResult(outcome([breaking('key', 'k')]))).toMatchObject({ ok: false, breaking: [{ kind: 'key' }] });
});
