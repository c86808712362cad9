import type { AirbyteMessage, ErrorTrace, StreamDescriptor } from '@headwater/cdk/protocol';
import { parseMessage } from '../connector/ask-connector.ts';
import type { StreamReport } from './stream-report.ts';

/** A record is counted by the start of its line: parsing millions of them only to count would slow the read down. */
const RECORD_OF_STREAM = /^\{"type":"RECORD","record":\{"stream":("(?:[^"\\]|\\.)*"),"emitted_at":/;

/** The connector's summary of a stream, as its LOG has it. */
const SUMMARY =
  /^Read \d+ records of stream "(.*)" in ([\d.]+) s, pages: (\d+), requests: (\d+)(?:, retries: (\d+), waited: ([\d.]+) s)?$/;

export interface CollectorOptions {
  /** How many records of each stream are kept to be shown. */
  readonly sampleSize: number;
  /** Called for every message but records. */
  readonly onMessage: (message: AirbyteMessage) => void;
}

/** Takes the lines of a read, and knows of each stream what has happened so far. */
export class ReadCollector {
  readonly #options: CollectorOptions;
  readonly #streams = new Map<string, StreamReport>();
  /** What went wrong outside of a stream. */
  readonly errors: ErrorTrace[] = [];

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  get streams(): readonly StreamReport[] {
    return [...this.#streams.values()];
  }

  /** Takes one line of stdout. Returns the stream of a record. */
  add(line: string): StreamReport | undefined {
    const name = RECORD_OF_STREAM.exec(line)?.[1];
    if (name !== undefined) {
      const report = this.report({ name: JSON.parse(name) as string });
      if (report.sample.length < this.#options.sampleSize) return this.#addRecord(parseMessage(line), line);
      report.records++;
      report.bytes += Buffer.byteLength(line) + 1;
      return report;
    }
    const message = parseMessage(line);
    if (message.type === 'RECORD') return this.#addRecord(message, line);
    this.#take(message);
    this.#options.onMessage(message);
    return undefined;
  }

  /** The report of a stream, begun when there is none yet. */
  report({ name, namespace }: StreamDescriptor): StreamReport {
    const key = JSON.stringify([namespace ?? null, name]);
    let report = this.#streams.get(key);
    if (report === undefined) {
      report = { name, status: undefined, isLimited: false, records: 0, bytes: 0, sample: [] };
      if (namespace !== undefined) report = { ...report, namespace };
      this.#streams.set(key, report);
    }
    return report;
  }

  #addRecord(message: AirbyteMessage, line: string): StreamReport | undefined {
    if (message.type !== 'RECORD') return undefined;
    const { stream: name, namespace, data } = message.record;
    const report = this.report(namespace === undefined ? { name } : { name, namespace });
    report.records++;
    report.bytes += Buffer.byteLength(line) + 1;
    if (report.sample.length < this.#options.sampleSize) report.sample.push(data);
    return report;
  }

  #take(message: AirbyteMessage): void {
    if (message.type === 'STATE') {
      const { stream_descriptor: stream, stream_state: state } = message.state.stream;
      this.report(stream).stateAfter = state;
    } else if (message.type === 'TRACE' && message.trace.type === 'STREAM_STATUS') {
      const { stream_descriptor: stream, status } = message.trace.stream_status;
      this.report(stream).status = status;
    } else if (message.type === 'TRACE' && message.trace.type === 'ERROR') {
      // The protocol allows an error without a type.
      const { failure_type = 'system_error', ...rest } = message.trace.error as Partial<ErrorTrace> & {
        message: string;
      };
      const error: ErrorTrace = { ...rest, failure_type };
      if (error.stream_descriptor === undefined) this.errors.push(error);
      else this.report(error.stream_descriptor).error ??= { message: error.message, failureType: error.failure_type };
    } else if (message.type === 'LOG') {
      this.#summarise(message.log.message);
    }
  }

  #summarise(text: string): void {
    const [, label, seconds, pages, requests, retries = '0', waited = '0'] = SUMMARY.exec(text) ?? [];
    const report = this.streams.find(
      ({ name, namespace }) => label === (namespace === undefined ? name : `${namespace}.${name}`),
    );
    if (report === undefined) return;
    report.elapsedMs = Number(seconds) * 1000;
    report.pages = Number(pages);
    report.requests = Number(requests);
    report.retries = Number(retries);
    report.waitedMs = Number(waited) * 1000;
  }
}
