import type { AirbyteCatalog, StreamDescriptor } from './catalog.ts';
import type { JsonObject } from './json.ts';
import type { ConnectorSpecification } from './spec.ts';
import type { StreamState } from './state.ts';

/** What went wrong, seen from the platform: the user's settings, a passing fault, or a defect. */
export type FailureType = 'config_error' | 'transient_error' | 'system_error';

export type LogLevel = 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE';

export type StreamStatus = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE';

export interface RecordMessage {
  readonly type: 'RECORD';
  readonly record: {
    readonly stream: string;
    readonly namespace?: string;
    readonly data: JsonObject;
    /** Milliseconds since the epoch. */
    readonly emitted_at: number;
  };
}

export interface StateMessage {
  readonly type: 'STATE';
  readonly state: {
    readonly type: 'STREAM';
    readonly stream: { readonly stream_descriptor: StreamDescriptor; readonly stream_state: StreamState };
    /** Records of this stream since its previous STATE. */
    readonly sourceStats: { readonly recordCount: number };
  };
}

export interface LogMessage {
  readonly type: 'LOG';
  readonly log: { readonly level: LogLevel; readonly message: string; readonly stack_trace?: string };
}

export interface ErrorTrace {
  /** For the user: what happened and what to change. */
  readonly message: string;
  /** For the engineer: what the code saw. */
  readonly internal_message?: string;
  readonly stack_trace?: string;
  readonly failure_type: FailureType;
  readonly stream_descriptor?: StreamDescriptor;
}

export interface EstimateTrace {
  readonly name: string;
  readonly namespace?: string;
  readonly type: 'STREAM' | 'SYNC';
  readonly row_estimate?: number;
  readonly byte_estimate?: number;
}

export interface StreamStatusTrace {
  readonly stream_descriptor: StreamDescriptor;
  readonly status: StreamStatus;
  readonly reasons?: readonly RateLimitedReason[];
}

/** Why a running stream gives no records for now: the API's quota is used up. */
export interface RateLimitedReason {
  readonly type: 'RATE_LIMITED';
  /** When the quota returns, in milliseconds since the epoch. */
  readonly rate_limited?: { readonly quota_reset: number };
}

export interface AnalyticsTrace {
  readonly type: string;
  readonly value?: string;
}

/** One of the four kinds of TRACE, told apart by `trace.type`. */
export type TraceMessage =
  | { readonly type: 'TRACE'; readonly trace: { type: 'ERROR'; emitted_at: number; error: ErrorTrace } }
  | { readonly type: 'TRACE'; readonly trace: { type: 'ESTIMATE'; emitted_at: number; estimate: EstimateTrace } }
  | {
      readonly type: 'TRACE';
      readonly trace: { type: 'STREAM_STATUS'; emitted_at: number; stream_status: StreamStatusTrace };
    }
  | { readonly type: 'TRACE'; readonly trace: { type: 'ANALYTICS'; emitted_at: number; analytics: AnalyticsTrace } };

export interface SpecMessage {
  readonly type: 'SPEC';
  readonly spec: ConnectorSpecification;
}

export interface ConnectionStatusMessage {
  readonly type: 'CONNECTION_STATUS';
  readonly connectionStatus: { readonly status: 'SUCCEEDED' | 'FAILED'; readonly message?: string };
}

export interface CatalogMessage {
  readonly type: 'CATALOG';
  readonly catalog: AirbyteCatalog;
}

export interface ControlMessage {
  readonly type: 'CONTROL';
  readonly control: {
    readonly type: 'CONNECTOR_CONFIG';
    readonly emitted_at: number;
    readonly connectorConfig: { readonly config: JsonObject };
  };
}

/** One line of a connector's stdout. */
export type AirbyteMessage =
  | RecordMessage
  | StateMessage
  | LogMessage
  | TraceMessage
  | SpecMessage
  | ConnectionStatusMessage
  | CatalogMessage
  | ControlMessage;

/**
 * What a command gives, in the order in which it leaves: a message, or the bytes of many RECORD lines, which the read
 * engine makes a page at a time.
 */
export type Output = AirbyteMessage | Uint8Array;
