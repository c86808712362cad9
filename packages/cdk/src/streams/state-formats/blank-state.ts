import type { JsonObject } from '../../protocol/json.ts';

/** What a full refresh leaves behind when it is complete; of no use to a cursor. */
const COMPLETE_MARKS = ['__ab_no_cursor_state_message', '__ab_full_refresh_sync_complete'];

/** Tells whether a state holds nothing that a cursor could go on from: no members, only nulls, or a full refresh's end. */
export function isBlankState(state: JsonObject): boolean {
  return Object.entries(state).every(([name, value]) => (value ?? null) === null || COMPLETE_MARKS.includes(name));
}
