import { isSameStream, type StreamDescriptor } from '../protocol/catalog.ts';
import type { JsonObject } from '../protocol/json.ts';
import type { AirbyteMessage, ErrorTrace, LogLevel, StreamStatus } from '../protocol/messages.ts';
import type { InputState, StreamState } from '../protocol/state.ts';

/** What a read gave, for a test to look at. */
export class ReadResult<TConfig = unknown> {
  /** All messages in the order in which a platform would see them. */
  readonly messages: readonly AirbyteMessage[];
  /** True when every stream completed: the connector would exit with 0. */
  readonly succeeded: boolean;

  readonly #givenConfig: TConfig;

  constructor(messages: readonly AirbyteMessage[], succeeded: boolean, givenConfig: TConfig) {
    this.messages = messages;
    this.succeeded = succeeded;
    this.#givenConfig = givenConfig;
  }

  /** The config for the next read: with all that the connector changed, such as a rotated refresh token; else the given one. */
  get config(): TConfig {
    const last = this.messages.findLast((message) => message.type === 'CONTROL');
    return last === undefined ? this.#givenConfig : (last.control.connectorConfig.config as TConfig);
  }

  /** The records of one stream, or of all. */
  records<TRecord = JsonObject>(stream?: string): TRecord[] {
    return this.messages.flatMap((message) =>
      message.type === 'RECORD' && (stream === undefined || message.record.stream === stream)
        ? [message.record.data as TRecord]
        : [],
    );
  }

  /** Every STATE of a stream, oldest first. */
  states(stream: string): StreamState[] {
    return this.messages.flatMap((message) =>
      message.type === 'STATE' && message.state.stream.stream_descriptor.name === stream
        ? [message.state.stream.stream_state]
        : [],
    );
  }

  /** The last STATE of every stream: what the next read starts from. */
  get state(): InputState {
    const last: { descriptor: StreamDescriptor; state: StreamState }[] = [];
    for (const message of this.messages.toReversed()) {
      if (message.type !== 'STATE') continue;
      const { stream_descriptor: descriptor, stream_state: state } = message.state.stream;
      if (!last.some((entry) => isSameStream(entry.descriptor, descriptor))) last.push({ descriptor, state });
    }
    return { streams: last };
  }

  /** The statuses of a stream in order, without rate-limit notices. */
  statuses(stream: string): StreamStatus[] {
    return this.messages.flatMap((message) => {
      if (message.type !== 'TRACE' || message.trace.type !== 'STREAM_STATUS') return [];
      const { stream_descriptor: descriptor, status, reasons } = message.trace.stream_status;
      return descriptor.name === stream && reasons === undefined ? [status] : [];
    });
  }

  /** What went wrong, in order. */
  get errors(): ErrorTrace[] {
    return this.messages.flatMap((message) =>
      message.type === 'TRACE' && message.trace.type === 'ERROR' ? [message.trace.error] : [],
    );
  }

  /** The texts of the LOG messages, of one level or of all. */
  logs(level?: LogLevel): string[] {
    return this.messages.flatMap((message) =>
      message.type === 'LOG' && (level === undefined || message.log.level === level) ? [message.log.message] : [],
    );
  }
}
