// The entry `@headwater/cdk/protocol`: the wire, for tools that run connectors and read what they print, and
// what keeps secrets out of what such a tool shows.
export type { AirbyteCatalog, AirbyteStream, StreamDescriptor, SyncMode } from './protocol/catalog.ts';
export { isJsonObject, type JsonObject, type JsonSchema, type JsonValue } from './protocol/json.ts';
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
} from './protocol/messages.ts';
export { parseJson } from './protocol/parse-json.ts';
export type { ConnectorSpecification } from './protocol/spec.ts';
export { Redactor } from './output/redactor.ts';
export { parseInputState } from './source/parse-input-state.ts';
export { secretValues } from './source/secret-values.ts';
export type { InputState, StreamState } from './protocol/state.ts';
export { bigintAsInteger, writeJson } from './protocol/write-json.ts';
