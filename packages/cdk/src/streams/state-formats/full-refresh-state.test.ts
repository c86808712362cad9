import { expect, test } from 'vitest';
import type { JsonObject } from '../../protocol/json.ts';
import { type FullRefreshState, readFullRefreshState, writeFullRefreshState } from './full-refresh-state.ts';

test.each<[JsonObject, FullRefreshState]>([
  [{}, { at: 'start' }],
  [{ next_page_token: 2 }, { at: 'page', token: 2 }],
  [
    { next_page_token: 2, page_size: 100 },
    { at: 'page', token: 2, pageSize: 100 },
  ],
  [{ next_page_token: { offset: 0 } }, { at: 'page', token: { offset: 0 } }],
  [{ __ab_full_refresh_sync_complete: true }, { at: 'end' }],
])('I6: %j is read, and written again as it was', (state, expected) => {
  expect(readFullRefreshState(state)).toEqual(expected);
  expect(writeFullRefreshState(expected)).toEqual(state);
});

test.each<JsonObject>([{ __ab_no_cursor_state_message: true }, { next_page_token: null }])(
  '%j is the start of the next read',
  (state) => {
    expect(readFullRefreshState(state)).toEqual({ at: 'start' });
  },
);

test.each<JsonObject>([{ updated_at: '2024-01-01' }, { page: 2 }])('%j is of another form', (state) => {
  expect(readFullRefreshState(state)).toBeUndefined();
});
