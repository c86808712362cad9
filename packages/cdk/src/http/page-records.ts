import { ConnectorError } from '../errors/connector-error.ts';
import { jsonTypeOf } from '../protocol/json.ts';
import { DecodedRecords } from './decoded-records.ts';
import type { HttpResponse } from './http-response.ts';
import { type RecordPlace } from './record-list.ts';
import { sampleOf } from './page-guard.ts';
import { sentRecords, type SentRecords } from './sent-records.ts';

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
  readonly lastRecord: any;
  /** Its records or some of them, by which the page guard tells it from others. */
  readonly sample: readonly TRecord[];
}

/** Where the records of a page come from. */
export interface PageSource extends RecordPlace {
  /** The stream's name, for messages. */
  readonly name: string;
}

/**
 * Gives records that come while they are read as pages: what a decoder reads in its batches, others gathered. Returns what is
 * known of them in the end.
 */
export async function* inBatches<TRecord>(
  records: AsyncIterable<TRecord>,
  response: HttpResponse,
  source: PageSource,
): AsyncGenerator<readonly TRecord[], ReadPage<TRecord>> {
  if (source.recordKey !== undefined && records instanceof DecodedRecords) {
    throw new ConnectorError(
      `recordKey of stream "${source.name}" needs the response as a whole: leave out its decoder, and declare recordPath`,
    );
  }
  const batches =
    records instanceof DecodedRecords ? (records as DecodedRecords<TRecord>).batches : gather(records, response);
  let parsed = sentRecords([]);
  let last: TRecord | undefined;
  let sample: readonly TRecord[] = [];
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    if (parsed.count === 0) sample = sampleOf(batch);
    parsed = sentRecords(batch, parsed);
    last = batch.at(-1);
    yield batch;
  }
  if (last !== undefined) sample = [...sample, last];
  const sent = response.sentRecords(source) ?? (response.isAsSent() ? parsed : undefined);
  return readPage(source.name, sent, sample);
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

/** What is known of a page of records that are there at once. */
export function pageResult<TRecord>(
  records: readonly TRecord[],
  response: HttpResponse,
  source: PageSource,
): ReadPage<TRecord> {
  const sent = response.sentRecords(source) ?? (response.isAsSent(records) ? sentRecords(records) : undefined);
  return readPage(source.name, sent, records);
}

/**
 * What a paginator learns of a page is what the API sent: by that a page is told to be short, an offset moves on, or a list goes on
 * after a record. Where `parseResponse` made a list of its own unseen, asking for it throws.
 */
function readPage<TRecord>(
  stream: string,
  sent: SentRecords | undefined,
  sample: readonly TRecord[],
): ReadPage<TRecord> {
  return {
    get recordCount() {
      return seen(stream, sent).count;
    },
    get lastRecord() {
      return seen(stream, sent).last;
    },
    sample,
  };
}

function seen(stream: string, sent: SentRecords | undefined): SentRecords {
  if (sent !== undefined) return sent;
  throw new ConnectorError(
    `parseResponse of stream "${stream}" gives another list than the API sent, so its paginator cannot tell how many records that had, ` +
      `nor which was the last: take them from response.records('path.of.the.list'), or declare recordPath ` +
      `(and recordKey, where they are the values of an object)`,
  );
}
