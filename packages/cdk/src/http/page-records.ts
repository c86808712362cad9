import { ConnectorError } from '../errors/connector-error.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import { DecodedRecords } from './decoded-records.ts';
import type { HttpResponse } from './http-response.ts';
import { sampleOf } from './page-guard.ts';

/** What `parseResponse` may give: records at once, or one by one as they become known. */
export type Records<TRecord> = Iterable<TRecord> | AsyncIterable<TRecord>;

/** Records that come one by one are written in pages of this many … */
const BATCH_SIZE = 1000;

/** … or of what this many bytes of a streamed body hold, if that is fewer. */
const BATCH_BYTES = 1024 * 1024;

/** Tells whether records come one by one. */
export function isAsyncIterable<T>(value: Records<T>): value is AsyncIterable<T> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The records that are there at once, as a list. @throws ConnectorError when it is no list of records. */
export function listOf<TRecord>(records: Iterable<TRecord>, stream: string): readonly TRecord[] {
  if (Array.isArray(records)) return records as readonly TRecord[];
  if (typeof records === 'object' && records !== null && Symbol.iterator in records) return [...records];
  throw new ConnectorError(
    `parseResponse of stream "${stream}" must give a list of records, got ${jsonTypeOf(records)}`,
  );
}

/** What is known of a page once its records are read. */
interface ReadPage<TRecord> {
  readonly recordCount: number;
  readonly lastRecord: TRecord | undefined;
  /** Its records or some of them, by which the page guard tells it from others. */
  readonly sample: readonly TRecord[];
}

/**
 * Gives records that come while they are read as pages: what a decoder reads in its batches, others gathered. Returns what is
 * known of them in the end; they are counted as the API sent them.
 */
export async function* inBatches<TRecord>(
  records: AsyncIterable<TRecord>,
  response: HttpResponse,
): AsyncGenerator<readonly TRecord[], ReadPage<TRecord>> {
  const batches =
    records instanceof DecodedRecords ? (records as DecodedRecords<TRecord>).batches : gather(records, response);
  let count = 0;
  let lastRecord: TRecord | undefined;
  let sample: readonly TRecord[] = [];
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    if (count === 0) sample = sampleOf(batch);
    count += batch.length;
    lastRecord = batch.at(-1);
    yield batch;
  }
  if (lastRecord !== undefined) sample = [...sample, lastRecord];
  return { recordCount: response.recordCount ?? count, lastRecord, sample };
}

async function* gather<TRecord>(
  records: AsyncIterable<TRecord>,
  response: HttpResponse,
): AsyncGenerator<readonly TRecord[], undefined> {
  let batch: TRecord[] = [];
  let startByte = response.byteLength;
  for await (const record of records) {
    batch.push(record);
    if (batch.length < BATCH_SIZE && response.byteLength - startByte < BATCH_BYTES) continue;
    yield batch;
    batch = [];
    startByte = response.byteLength;
  }
  if (batch.length > 0) yield batch;
}

/**
 * What is known of a page of records. Its `recordCount` is the number that the API sent, by which a page is told to be short or
 * an offset moves on; where `parseResponse` dropped or split records unseen, asking for it throws.
 */
export function pageResult<TRecord>(
  stream: string,
  response: HttpResponse,
  recordPath: string | undefined,
  records: readonly TRecord[],
): ReadPage<TRecord> {
  const sent = response.sentRecords(records, recordPath);
  return {
    get recordCount() {
      if (sent !== undefined) return sent;
      throw new ConnectorError(
        `parseResponse of stream "${stream}" gives another list than the API sent, so its paginator cannot count the API's records: ` +
          `take them from response.records('path.of.the.list'), or declare recordPath`,
      );
    },
    lastRecord: records.at(-1),
    sample: records,
  };
}
