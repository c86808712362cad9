import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import { migrateLegacyPartitions } from './legacy-partitions.ts';

const options = { cursorField: 'at', partitionOf: (name: string) => ({ post_id: Number(name), parent_slice: {} }) };

test('I4: names before cursors become partitions', () => {
  expect(migrateLegacyPartitions({ '17': { at: '2024-01-05' }, '4': { at: '2024-01-07' } }, options)).toEqual({
    use_global_cursor: false,
    states: [
      { partition: { post_id: 4, parent_slice: {} }, cursor: { at: '2024-01-07' } },
      { partition: { post_id: 17, parent_slice: {} }, cursor: { at: '2024-01-05' } },
    ],
  });
});

test.each<JsonObject>([
  {},
  { at: '2024-01-05' },
  { states: [], state: { at: '2024-01-05' } },
  { state: { at: '2024-01-05' } },
  { state: { at: '2024-01-05' }, lookback_window: 3 },
  { '17': { at: '2024-01-05' }, '18': { id: 1 } },
  { '17': { at: '2024-01-05', id: 1 } },
  { '17': null },
])('%j is left as it is', (state) => {
  expect(migrateLegacyPartitions(state, options)).toBe(state);
});
