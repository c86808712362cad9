import { describe, expect, test } from 'vitest';
import { covers, futureState, positionsOf, stateCursor } from './state-cursor.ts';

describe('the least that a state says to have been read', () => {
  test.each([
    [{ updated_at: '2024-01-05' }, '2024-01-05'],
    [
      {
        state_type: 'date-range',
        slices: [
          { start: 1, end: 7 },
          { start: 9, end: 12 },
        ],
      },
      7,
    ],
    [{ state_type: 'date-range', slices: [{ start: 1, end: 7, most_recent_cursor_value: 5 }] }, 5],
    [{ states: [{ cursor: { updated_at: 7 } }, { cursor: { updated_at: 4 } }] }, 4],
    [{ states: [{ cursor: { updated_at: 7 } }, { cursor: {} }] }, undefined],
    [{ use_global_cursor: true, state: { updated_at: 7 }, lookback_window: 2 }, 7],
    [{ next_page_token: 'x' }, undefined],
  ])('%j: %j', (state, expected) => {
    expect(stateCursor(state, ['updated_at'])).toBe(expected);
  });
});

test('how far each partition was read, by its name, whatever the order of its members', () => {
  const states = [
    { partition: { b: 2, a: 1 }, cursor: { updated_at: 7 } },
    { partition: { a: 2 }, cursor: { slices: [{ start: 1, end: 4 }] } },
    { partition: { a: 3 }, cursor: {} },
  ];
  expect([...positionsOf({ states, state: { updated_at: 9 } }, ['updated_at'])]).toEqual([
    ['{"a":1,"b":2}', 7],
    ['{"a":2}', 4],
  ]);
});

test.each([
  [{ updated_at: 7 }, 6, true],
  [{ updated_at: 7 }, 7, false],
  [{ slices: [{ start: 10, end: 20 }] }, 5, false],
  [{ slices: [{ start: 10, end: 20 }] }, 10, true],
  [{ slices: [{ start: 10, end: 20 }] }, 20, false],
  [
    {
      slices: [
        { start: 0, end: 5 },
        { start: 10, end: 20 },
      ],
    },
    7,
    false,
  ],
  [{ states: [{ cursor: { updated_at: 7 } }, { cursor: { updated_at: 4 } }] }, 5, false],
  [{ states: [{ cursor: { updated_at: 7 } }, { cursor: { updated_at: 4 } }] }, 3, true],
])('%j says that %s was read: %s', (state, value, expected) => {
  expect(covers(state, ['updated_at'], value, (end) => end)).toBe(expected);
});

test('a state in the future keeps all but the values of its cursors', () => {
  const state = {
    states: [{ partition: { end: 1, store: 7 }, cursor: { slices: [{ start: 10, end: 20 }] } }],
    use_global_cursor: false,
  };
  expect(futureState(state, ['updated_at'])).toEqual({
    states: [{ partition: { end: 1, store: 7 }, cursor: { slices: [{ start: 10, end: 1_000_000_020 }] } }],
    use_global_cursor: false,
  });
  expect(futureState({ token: 'x' }, ['updated_at'])).toBeUndefined();
});
