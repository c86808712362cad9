import type { AirbyteMessage, Output } from '../protocol/messages.ts';
import type { RunContext } from '../streams/contexts.ts';
import type { SlowSlices } from './slow-slices.ts';

/** What a command has to work with before it has read a config. */
export interface CommandContext extends Omit<RunContext, 'updateConfig'> {
  /**
   * Sends a message, or the bytes of many RECORD lines.
   *
   * @returns A promise when the reader of stdout is slow: await it before making more. Otherwise `undefined`, which costs no turn.
   */
  readonly emit: (output: Output) => Promise<void> | undefined;
  /** The same for a message that must not be lost: resolves when it has left the process. */
  readonly deliver: (message: AirbyteMessage) => Promise<void>;
  /** Checks every record against its stream's schema, which costs time. @default false */
  readonly validateRecords?: boolean;
  /** Slices to read at once. @default what the source says */
  readonly concurrency?: number | undefined;
}

/** What the read engine needs besides what streams get. */
export interface ReadContext extends CommandContext, RunContext {}

/** What all streams of a read share. */
export interface StreamRun extends ReadContext {
  readonly slowSlices: SlowSlices;
}
