import type { AirbyteCatalog, StreamDescriptor } from './catalog.ts';
import type { JsonObject } from './json.ts';
import type {
  AnalyticsTrace,
  CatalogMessage,
  ConnectionStatusMessage,
  ControlMessage,
  ErrorTrace,
  EstimateTrace,
  LogLevel,
  LogMessage,
  RateLimitedReason,
  RecordMessage,
  SpecMessage,
  StateMessage,
  StreamStatus,
  TraceMessage,
} from './messages.ts';
import type { ConnectorSpecification } from './spec.ts';
import type { StreamState } from './state.ts';

// Builders leave absent members out: the platform reads `null` as a value. Times are milliseconds since the epoch.

/**
 * A RECORD. The read engine does not call this for every record: `RecordLines` writes the same line faster, and a
 * test holds the two together.
 */
export function recordMessage(stream: StreamDescriptor, data: JsonObject, emittedAt: number): RecordMessage {
  const { name, namespace } = stream;
  return {
    type: 'RECORD',
    record: { stream: name, ...(namespace === undefined ? {} : { namespace }), emitted_at: emittedAt, data },
  };
}

/** A STATE of type STREAM; `recordCount` is the number of the stream's records since its previous STATE. */
export function stateMessage(stream: StreamDescriptor, state: StreamState, recordCount: number): StateMessage {
  return {
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: { stream_descriptor: stream, stream_state: state },
      sourceStats: { recordCount },
    },
  };
}

export function logMessage(level: LogLevel, message: string, stackTrace?: string): LogMessage {
  return { type: 'LOG', log: { level, message, ...(stackTrace === undefined ? {} : { stack_trace: stackTrace }) } };
}

export function errorTrace(error: ErrorTrace, emittedAt: number): TraceMessage {
  return { type: 'TRACE', trace: { type: 'ERROR', emitted_at: emittedAt, error } };
}

/** How many records or bytes a stream (or, with type SYNC, the whole read) is likely to give. */
export function estimateTrace(estimate: EstimateTrace, emittedAt: number): TraceMessage {
  return { type: 'TRACE', trace: { type: 'ESTIMATE', emitted_at: emittedAt, estimate } };
}

export function streamStatusTrace(
  stream: StreamDescriptor,
  status: StreamStatus,
  emittedAt: number,
  reason?: RateLimitedReason,
): TraceMessage {
  return {
    type: 'TRACE',
    trace: {
      type: 'STREAM_STATUS',
      emitted_at: emittedAt,
      stream_status: { stream_descriptor: stream, status, ...(reason === undefined ? {} : { reasons: [reason] }) },
    },
  };
}

/** A usage event. `type` is a fixed word: all connectors share one list of them. */
export function analyticsTrace(analytics: AnalyticsTrace, emittedAt: number): TraceMessage {
  return { type: 'TRACE', trace: { type: 'ANALYTICS', emitted_at: emittedAt, analytics } };
}

export function specMessage(spec: ConnectorSpecification): SpecMessage {
  return { type: 'SPEC', spec };
}

/** The answer of `check`; `failure` says what the user can change, and makes it FAILED. */
export function connectionStatusMessage(failure?: string): ConnectionStatusMessage {
  return {
    type: 'CONNECTION_STATUS',
    connectionStatus: failure === undefined ? { status: 'SUCCEEDED' } : { status: 'FAILED', message: failure },
  };
}

export function catalogMessage(catalog: AirbyteCatalog): CatalogMessage {
  return { type: 'CATALOG', catalog };
}

/** Hands the platform the whole config, to keep in place of the one it has. */
export function controlMessage(config: JsonObject, emittedAt: number): ControlMessage {
  return {
    type: 'CONTROL',
    control: { type: 'CONNECTOR_CONFIG', emitted_at: emittedAt, connectorConfig: { config } },
  };
}
