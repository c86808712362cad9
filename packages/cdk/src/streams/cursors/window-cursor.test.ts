import { describe, expect, test } from 'vitest';
import { listLogger, thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import type { StreamState } from '../../protocol/state.ts';
import { TestClock } from '../../testing/test-clock.ts';
import type { SliceProgress } from './cursor.ts';
import { DatetimeWindows, type DatetimeWindowsOptions } from './datetime-windows.ts';
import { WindowCursor } from './window-cursor.ts';

const NOW = '2024-01-04T12:00:00Z';

interface Setup extends Partial<DatetimeWindowsOptions> {
  readonly isAscending?: boolean;
  readonly state?: StreamState;
}

/** Days from the first of January, read at noon of the fourth. */
function open(setup: Setup = {}) {
  const { isAscending = false, state = {}, ...options } = setup;
  const logs: string[] = [];
  const clock = new TestClock(NOW);
  const windows = new DatetimeWindows({ start: '2024-01-01', step: 'P1D', granularity: 'PT1S', ...options });
  const cursor = new WindowCursor({
    stream: 'orders',
    field: 'at',
    windows,
    isAscending,
    startState: state,
    logger: listLogger(logs),
    clock,
  });
  const parts = [...cursor.windows()].map((window) => cursor.open(window));
  return { cursor, clock, logs, parts };
}

const day = (number: number, time = '00:00:00'): string => `2024-01-0${number}T${time}Z`;
const range = (start: number, end: number, time = '23:59:59') => ({ start: day(start), end: day(end, time) });

function read(part: SliceProgress | undefined, ...values: unknown[]): void {
  for (const at of values) part?.observe({ at });
  part?.endPage?.();
  part?.end();
}

describe('I3, I4: what is claimed', () => {
  test('windows of the past whole, and of the one that ends at the present what was seen', () => {
    const { cursor, parts } = open();
    const states = parts.map((part, index) => {
      read(part, day(index + 1, '08:00:00'));
      return cursor.state();
    });
    expect(states).toEqual([{ at: day(2) }, { at: day(3) }, { at: day(4) }, { at: day(4, '08:00:00') }]);
    expect(cursor.highest()).toBe(day(4, '08:00:00'));
  });

  test('I7: as a list of ranges, while one before them is still being read', () => {
    const { cursor, parts } = open();
    read(parts[2]);
    expect(cursor.state()).toEqual({ state_type: 'date-range', slices: [range(3, 4, '00:00:00')] });
    read(parts[0]);
    expect(cursor.state()).toEqual({ state_type: 'date-range', slices: [range(1, 1), range(3, 4, '00:00:00')] });
    expect(cursor.highest()).toBe(day(2));
    read(parts[1]);
    expect(cursor.state()).toEqual({ at: day(4) });
  });

  test('I5: in the middle of a window only where the order is ascending', () => {
    for (const isAscending of [true, false]) {
      const { cursor, parts } = open({ isAscending });
      parts[0]!.observe({ at: day(1, '08:00:00') });
      parts[0]!.endPage?.();
      expect(cursor.state()).toEqual(isAscending ? { at: day(1, '08:00:00') } : {});
    }
  });

  test('nothing that changed since the read began, by the clock of the API', () => {
    const { cursor, clock, parts, logs } = open({ step: undefined });
    void clock.sleep(30_000);
    parts[0]!.setServerTime?.(Date.parse(day(4, '09:00:30')));
    read(parts[0], day(4, '09:00:00'), day(4, '09:00:15'), day(4, '09:00:30'));
    expect([cursor.state(), logs]).toEqual([{ at: day(4, '09:00:00') }, []]);
  });

  test('I4: ranges stay ranges, and their gaps are asked for again', () => {
    const state = { state_type: 'date-range', slices: [range(1, 1), range(3, 3)] };
    const { cursor, parts } = open({ state, step: undefined });
    expect(parts).toHaveLength(2);
    read(parts[0]);
    expect(cursor.state()).toEqual({ state_type: 'date-range', slices: [range(1, 3)] });
  });
});

describe('F: a value that cannot be used does not move the state, and the first is said', () => {
  test.each([
    [null, 'is missing'],
    [undefined, 'is missing'],
    ['soon', 'is in none of its cursorFormats: "soon"'],
    ['2030-01-01', 'is in the future: "2030-01-01"'],
  ])('%j', (at, what) => {
    const { cursor, logs, parts } = open({ step: undefined });
    read(parts[0], day(2), at, at);
    expect(cursor.state()).toEqual({ at: day(2) });
    expect(logs).toEqual([
      `warn: A record of stream "orders" was kept, but its cursor field "at" ${what}. State does not move by such records.`,
    ]);
  });

  test('a start state that cannot be used is a config_error', () => {
    const error = thrownBy(() => open({ state: { at: 'soon' } }));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      'State of stream "orders": "at" must be a datetime in one of the stream\'s cursorFormats, got "soon". ' +
        "Reset the stream's state to read it from the start.",
    );
  });
});
