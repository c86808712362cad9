import { type StreamState, writeJson } from '@headwater/cdk/protocol';
import { counted } from '../terminal/show.ts';

/** A state in a few words: `updated_at 2024-12-13T15:52:44Z`, `done`, `3 partitions`, `–` for none. */
export function showState(state: StreamState | undefined): string {
  const entries = Object.entries(state ?? {});
  if (state === undefined || entries.length === 0) return '–';
  if ('__ab_no_cursor_state_message' in state) return 'done';
  const { states, slices } = state as { states?: unknown; slices?: unknown };
  if (Array.isArray(states)) return counted(states.length, 'partition');
  if (Array.isArray(slices)) return counted(slices.length, 'range');
  const [[field, value]] = entries as [[string, unknown]];
  const text = typeof value === 'string' ? value : (writeJson(value) ?? '');
  return entries.length === 1 ? `${field} ${text}` : (writeJson(state) ?? '');
}
