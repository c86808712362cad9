import { expect, test } from 'vitest';
import { showState } from './show-state.ts';

test.each([
  [undefined, '–'],
  [{}, '–'],
  [{ __ab_no_cursor_state_message: true }, 'done'],
  [{ updated_at: '2024-05-01' }, 'updated_at 2024-05-01'],
  [{ id: 2n ** 60n }, 'id 1152921504606846976'],
  [{ states: [{}, {}], state: {} }, '2 partitions'],
  [{ state_type: 'date-range', slices: [{}] }, '1 range'],
  [{ a: 1, b: 2 }, '{"a":1,"b":2}'],
])('%o is "%s"', (state, text) => {
  expect(showState(state as any)).toBe(text);
});
