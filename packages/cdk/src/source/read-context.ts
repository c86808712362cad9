import type { AirbyteMessage } from '../protocol/messages.ts';
import type { RunContext } from '../streams/contexts.ts';

/** What a command has to work with before it has read a config. */
export interface CommandContext extends Omit<RunContext, 'updateConfig'> {
  /** Sends a message at once, beside those that the command gives: for what happens during a wait. */
  readonly emit: (message: AirbyteMessage) => void;
  /** The same for a message that must not be lost: resolves when it has left the process. */
  readonly deliver: (message: AirbyteMessage) => Promise<void>;
  /** Checks every record against its stream's schema, which costs time. @default false */
  readonly validateRecords?: boolean;
}

/** What the read engine needs besides what streams get. */
export interface ReadContext extends CommandContext, RunContext {}
