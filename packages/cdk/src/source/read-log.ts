import type { Logger } from '../logger.ts';
import type { SyncMode } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import type { StreamState } from '../protocol/state.ts';
import type { RequestCounts } from '../streams/contexts.ts';
import { isBlankState } from '../streams/state-formats/blank-state.ts';
import type { AnyStream } from '../streams/stream.ts';

/** Says that a stream's read begins, and from where. */
export function announceRead(
  logger: Logger,
  label: string,
  syncMode: SyncMode,
  { cursorField }: AnyStream,
  startState: StreamState,
): void {
  if (syncMode === 'incremental' && cursorField === undefined) {
    logger.info(`Stream "${label}" has no cursor field: it is read as full refresh`);
  }
  const from = isBlankState(startState) ? '' : ` from state ${showValue(startState, 1000)}`;
  logger.info(`Reading stream "${label}"${from}`);
}

export interface ReadCounts extends RequestCounts {
  readonly records: number;
  readonly pages: number;
  readonly elapsedMs: number;
}

/** Says, at a stream's end, what its read took. */
export function summariseRead(logger: Logger, label: string, counts: ReadCounts): void {
  const { records, pages, requests, retries, waitMs, elapsedMs } = counts;
  const retried = retries === 0 && waitMs === 0 ? '' : `, retries: ${retries}, waited: ${seconds(waitMs)}`;
  logger.info(
    `Read ${records} records of stream "${label}" in ${seconds(elapsedMs)}, pages: ${pages}, requests: ${requests}${retried}`,
  );
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
