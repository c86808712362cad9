import type { AirbyteMessage } from '../protocol/messages.ts';
import type { RunContext } from '../streams/contexts.ts';

/** What the read engine needs besides what streams get. */
export interface ReadContext extends RunContext {
  /** Sends a message at once, beside those that the engine gives: for what happens during a wait. */
  readonly emit: (message: AirbyteMessage) => void;
  /** Checks every record against its stream's schema, which costs time. @default false */
  readonly validateRecords?: boolean;
}
