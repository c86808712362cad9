// The entry `@headwater/cdk/protocol`: the wire, for tools that run connectors and read what they print.
export type { AirbyteCatalog, AirbyteStream, StreamDescriptor, SyncMode } from './catalog.ts';
export type { JsonObject, JsonSchema, JsonValue } from './json.ts';
export type {
  AirbyteMessage,
  ConnectionStatusMessage,
  ControlMessage,
  ErrorTrace,
  EstimateTrace,
  FailureType,
  LogLevel,
  RecordMessage,
  StateMessage,
  StreamStatus,
} from './messages.ts';
export { parseJson } from './parse-json.ts';
export type { ConnectorSpecification } from './spec.ts';
export type { StreamState } from './state.ts';
export { writeJson } from './write-json.ts';
