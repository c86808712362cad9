import type { FailureType, JsonObject, StreamState, StreamStatus } from '@headwater/cdk/protocol';

/** What the read of one stream did. */
export interface StreamReport {
  readonly name: string;
  readonly namespace?: string;
  /** `STARTED` or `RUNNING` when the connector ended without a last word. `undefined` when it never began. */
  status: StreamStatus | undefined;
  /** The read was ended because it had as many records as were asked for. */
  isLimited: boolean;
  records: number;
  /** Of RECORD lines. */
  bytes: number;
  /** From the connector's own line at the stream's end. */
  pages?: number;
  requests?: number;
  retries?: number;
  waitedMs?: number;
  elapsedMs?: number;
  stateBefore?: StreamState;
  /** The last that the stream gave; without one, what is kept of it. */
  stateAfter?: StreamState;
  error?: { readonly message: string; readonly failureType: FailureType };
  /** The first records, as many as were asked for. */
  readonly sample: JsonObject[];
}
