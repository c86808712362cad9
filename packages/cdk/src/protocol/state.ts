import type { StreamDescriptor } from './catalog.ts';
import type { JsonObject } from './json.ts';

/** What a stream must know to go on where it stopped, in a form of the stream's own. */
export type StreamState = JsonObject;

/** The state a read starts from: one entry a stream, whatever form the state file had. */
export interface InputState {
  readonly streams: readonly { readonly descriptor: StreamDescriptor; readonly state: StreamState }[];
}

/** The state of a finished full refresh that has no cursor: it says "done", and nothing to go on from. */
export const NO_CURSOR_STATE: StreamState = { __ab_no_cursor_state_message: true };
