import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { type CursorState, readCursorState, writeCursorState } from './cursor-state.ts';

const PLACE = { stream: 'orders', field: 'updated_at' };

describe('I4: both formats are read, and written as they were', () => {
  test.each<[string, JsonObject, CursorState]>([
    ['text', { updated_at: '2024-01-01' }, { format: 'sequential', value: '2024-01-01' }],
    ['a number', { updated_at: 1704067200 }, { format: 'sequential', value: 1704067200 }],
    ['an integer beyond 2^53', { updated_at: 9007199254740993n }, { format: 'sequential', value: 9007199254740993n }],
    ['zero', { updated_at: 0 }, { format: 'sequential', value: 0 }],
    [
      'ranges with a gap',
      {
        slices: [
          { start: '2024-01-01', end: '2024-01-10', most_recent_cursor_value: '2024-01-09' },
          { start: '2024-02-01', end: '2024-02-10' },
        ],
        state_type: 'date-range',
      },
      {
        format: 'date-range',
        done: [
          { start: '2024-01-01', end: '2024-01-10', mostRecent: '2024-01-09' },
          { start: '2024-02-01', end: '2024-02-10' },
        ],
      },
    ],
    [
      'ranges of numbers',
      { slices: [{ start: 0, end: 7 }], state_type: 'date-range' },
      { format: 'date-range', done: [{ start: 0, end: 7 }] },
    ],
    ['no range yet', { slices: [], state_type: 'date-range' }, { format: 'date-range', done: [] }],
  ])('%s', (_, state, expected) => {
    const read = readCursorState(state, PLACE);
    expect(read).toEqual(expected);
    expect(writeCursorState(expected, 'updated_at')).toEqual(state);
  });

  test.each<[string, JsonObject, CursorState]>([
    [
      'members of another cursor stay behind',
      { updated_at: 1, __ab_no_cursor_state_message: true, other: 2 },
      { format: 'sequential', value: 1 },
    ],
    [
      'ranges of a counting cursor',
      { state_type: 'integer', slices: [{ start: 1, end: 2 }] },
      { format: 'date-range', done: [{ start: 1, end: 2 }] },
    ],
    [
      'the state that was there before the ranges, kept beside them, counts no more',
      { state_type: 'date-range', slices: [{ start: 1, end: 2 }], legacy: { updated_at: 9 } },
      { format: 'date-range', done: [{ start: 1, end: 2 }] },
    ],
    [
      'a null is as good as absent',
      { state_type: 'date-range', slices: [{ start: 1, end: 2, most_recent_cursor_value: null }] },
      { format: 'date-range', done: [{ start: 1, end: 2 }] },
    ],
    ['null for the list', { state_type: 'date-range', slices: null }, { format: 'date-range', done: [] }],
  ])('%s', (_, state, expected) => {
    expect(readCursorState(state, PLACE)).toEqual(expected);
  });
});

test('I4: what is written is read again as it was', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
  );
  const range = fc.record({ start: value, end: value, mostRecent: value }, { requiredKeys: ['start', 'end'] });
  const state: fc.Arbitrary<CursorState> = fc.oneof(
    fc.record({ format: fc.constant('sequential' as const), value }),
    fc.record({ format: fc.constant('date-range' as const), done: fc.array(range) }),
  );
  fc.assert(
    fc.property(state, (written) => {
      const json = JSON.stringify(writeCursorState(written, 'updated_at'));
      expect(readCursorState(JSON.parse(json) as JsonObject, PLACE)).toEqual(written);
    }),
  );
});

test.each<JsonObject>([
  {},
  { updated_at: null },
  { updated_at: null, other: 'x' },
  { __ab_no_cursor_state_message: true },
  { __ab_full_refresh_sync_complete: true },
  { state_type: null, slices: null },
])('%j says nothing', (state) => {
  expect(readCursorState(state, PLACE)).toBeUndefined();
});

describe('F: a state that is no state of a cursor is a config_error that names stream and place', () => {
  const end = "Reset the stream's state to read it from the start.";
  test.each<[JsonObject, string]>([
    [{ updated_at: true }, '"updated_at" must be text or a number, got true'],
    [{ updated_at: { at: 1 } }, '"updated_at" must be text or a number, got {"at":1}'],
    [{ state_type: 'date-range', slices: {} }, '"slices" must be a list, got {}'],
    [{ state_type: 'date-range', slices: ['x'] }, '"slices[0]" must be an object, got string'],
    [
      { state_type: 'date-range', slices: [{ start: 1, end: 2 }, { start: 3 }] },
      '"slices[1].end" must be text or a number, got nothing',
    ],
    [
      { state_type: 'date-range', slices: [{ start: 1, end: 2, most_recent_cursor_value: [] }] },
      '"slices[0].most_recent_cursor_value" must be text or a number, got []',
    ],
  ])('%j', (state, problem) => {
    const error = thrownBy(() => readCursorState(state, PLACE));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(`State of stream "orders": ${problem}. ${end}`);
  });

  test.each<[string, JsonObject, string]>([
    [
      'airbyte#42083: another field is no silent full read',
      { created_at: '2024-01-01' },
      'State of stream "orders" has neither "updated_at" nor "slices": {"created_at":"2024-01-01"}.',
    ],
    [
      'a state of a stream with partitions',
      { use_global_cursor: false, states: [] },
      'State of stream "orders" is one of a stream that is read in partitions, and this one is not.',
    ],
  ])('%s', (_, state, message) => {
    expect(thrownBy(() => readCursorState(state, PLACE)).message).toBe(`${message} ${end}`);
  });

  test('the place inside a larger state is named', () => {
    const place = { ...PLACE, path: 'states[3].cursor' };
    expect(thrownBy(() => readCursorState({ updated_at: [] }, place)).message).toBe(
      `State of stream "orders": "states[3].cursor.updated_at" must be text or a number, got []. ${end}`,
    );
    expect(thrownBy(() => readCursorState({ x: 1 }, place)).message).toBe(
      `State of stream "orders": "states[3].cursor" has neither "updated_at" nor "slices": {"x":1}. ${end}`,
    );
  });
});
