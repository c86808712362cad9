import type { JsonObject, JsonValue } from '../../protocol/json.ts';
import { isBlankState } from './blank-state.ts';

/** How far a full refresh came, of a whole stream or of one of its partitions. */
export type FullRefreshState =
  | { readonly at: 'start' }
  /** All before the page of this token was read; one that counts pages says how many records a page had. */
  | { readonly at: 'page'; readonly token: JsonValue; readonly pageSize?: number }
  | { readonly at: 'end' };

/**
 * Reads what a full refresh left behind: `{ next_page_token }`, or the mark of its end. The end of one that could not have
 * been gone on with (`__ab_no_cursor_state_message`) is the start of the next.
 *
 * @returns `undefined` for a state of another form, such as that of a cursor the stream once had. No record is lost by
 *   reading the stream from the start then.
 */
export function readFullRefreshState(state: JsonObject): FullRefreshState | undefined {
  if (state['__ab_full_refresh_sync_complete'] === true) return { at: 'end' };
  const token = state['next_page_token'];
  const pageSize = state['page_size'];
  if (token !== undefined && token !== null)
    return { at: 'page', token, ...(typeof pageSize === 'number' && { pageSize }) };
  return isBlankState(state) || 'next_page_token' in state ? { at: 'start' } : undefined;
}

/** The state as the Python CDK writes it, which knows no `page_size` and passes it by. */
export function writeFullRefreshState(state: FullRefreshState): JsonObject {
  switch (state.at) {
    case 'start':
      return {};
    case 'page':
      return {
        next_page_token: state.token,
        ...(state.pageSize !== undefined && { page_size: state.pageSize }),
      };
    case 'end':
      return { __ab_full_refresh_sync_complete: true };
  }
}
