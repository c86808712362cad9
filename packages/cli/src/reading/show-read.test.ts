import { describe, expect, test } from 'vitest';
import { type ReadOutcome, showRead } from './show-read.ts';
import type { StreamReport } from './stream-report.ts';

const orders: StreamReport = {
  name: 'orders',
  status: 'COMPLETE',
  isLimited: false,
  records: 1_234,
  bytes: 20_480,
  pages: 13,
  requests: 14,
  retries: 0,
  waitedMs: 0,
  elapsedMs: 1_500,
  stateAfter: { updated_at: '2024-05-01' },
  sample: [],
};

function show(outcome: Partial<ReadOutcome>, width = 200): string {
  const whole = {
    errors: [],
    isStopped: false,
    unexplainedEnd: undefined,
    isOk: true,
    stateFile: undefined,
    elapsedMs: 2_000,
  };
  return showRead({ ...whole, streams: [orders], ...outcome }, { width, cwd: '/shop' });
}

describe('a read for a person', () => {
  test('has no column for what did not happen', () => {
    expect(show({ stateFile: '/shop/.headwater/state.json' })).toBe(
      [
        '  stream  records  pages  requests  bytes   time  state before  state after',
        '  orders    1,234     13        14  20 kB  1.5 s  –             updated_at 2024-05-01',
        '',
        '1,234 records in 2.0 s. The state is in .headwater/state.json.',
      ].join('\n'),
    );
  });

  test('says retries, waits and why a stream failed', () => {
    const error = { message: 'status code 500', failureType: 'transient_error' as const };
    const failed: StreamReport = { ...orders, status: 'INCOMPLETE', retries: 5, waitedMs: 75_000, error };
    const text = show({ streams: [failed], isOk: false, unexplainedEnd: 'it exited with 1' });
    expect(text).toMatch(/stream {2}result +records .* retries +waits /);
    expect(text).toMatch(/orders {2}incomplete .* 5 {2}1 min 15 s /);
    expect(text).toMatch(/\n\norders failed \(transient_error\): status code 500\n1,234 records/);
  });

  test('tells a stream that said nothing from one that gave records and no status', () => {
    const silent: StreamReport = { ...orders, status: undefined };
    expect(show({ streams: [{ ...silent, records: 0 }] })).toMatch(/orders {2}not read /);
    expect(show({ streams: [silent] })).toMatch(/orders {2}no status /);
  });

  test('says how the connector ended when nothing else explains it', () => {
    expect(show({ isOk: false, unexplainedEnd: 'it was ended by SIGKILL' })).toContain(
      '\nThe read failed: it was ended by SIGKILL\n',
    );
  });

  test('no line is wider than the terminal', () => {
    const sample = [{ text: 'x'.repeat(100) }];
    const lines = show({ streams: [{ ...orders, sample }] }, 40).split('\n');
    expect(lines.slice(0, -1).map(({ length }) => length <= 40)).not.toContain(false);
    expect(lines).toContain(`  {"text":"${'x'.repeat(28)}…`);
  });
});
