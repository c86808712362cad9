import { isJsonObject, type JsonObject, writeJson } from '@headwater/cdk/protocol';

type Check = (value: unknown) => boolean;

const isLogLevel = oneOf('FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE');
const isStreamStatus = oneOf('STARTED', 'RUNNING', 'COMPLETE', 'INCOMPLETE');
const isFailureType = oneOf('config_error', 'transient_error', 'system_error');

/** What each type of message must hold, by the path of the member. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  RECORD: { 'record.stream': isText, 'record.data': isJsonObject, 'record.emitted_at': Number.isInteger },
  STATE: { state: isJsonObject, 'state.type': optional(oneOf('STREAM', 'GLOBAL', 'LEGACY')) },
  LOG: { 'log.level': isLogLevel, 'log.message': isText },
  TRACE: { 'trace.type': isText, 'trace.emitted_at': isNumber },
  SPEC: { 'spec.connectionSpecification': isJsonObject },
  CONNECTION_STATUS: { 'connectionStatus.status': (value) => value === 'SUCCEEDED' || value === 'FAILED' },
  CATALOG: { 'catalog.streams': (value) => Array.isArray(value) && value.every(hasName) },
  CONTROL: { 'control.type': isText, 'control.connectorConfig.config': isJsonObject },
};

/** What a STATE of one stream must hold besides. */
const STREAM_STATE_SHAPE: Readonly<Record<string, Check>> = {
  'state.stream.stream_descriptor.name': isText,
  'state.stream.stream_state': optional(isJsonObject),
};

/** What a TRACE must hold besides, by its own type. */
const TRACE_SHAPES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  ERROR: {
    'trace.error.message': isText,
    'trace.error.failure_type': optional(isFailureType),
    'trace.error.stream_descriptor': optional(hasName),
  },
  STREAM_STATUS: {
    'trace.stream_status.stream_descriptor.name': isText,
    'trace.stream_status.status': isStreamStatus,
  },
  ESTIMATE: { 'trace.estimate.name': isText },
  ANALYTICS: { 'trace.analytics.type': isText },
};

/** Says why a value is no message of the Airbyte protocol; `undefined` when it is one. */
export function messageProblem(message: unknown): string | undefined {
  if (!isJsonObject(message)) return 'it is no JSON object';
  const { type } = message;
  if (type === undefined) return '"type" is absent';
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return `"type" is ${writeJson({ type }).slice(8, -1)}`;
  const checks = { ...SHAPES[type], ...moreOf(message) };
  const [path] = Object.entries(checks).find(([at, isRight]) => !isRight(valueAt(message, at))) ?? [];
  if (path === undefined) return undefined;
  const value = valueAt(message, path);
  return typeof value === 'string'
    ? `"${path}" of the ${type} is "${value}"`
    : `"${path}" of the ${type} is absent or of a wrong type`;
}

/** What a message must hold for its kind within its type. */
function moreOf(message: JsonObject): Readonly<Record<string, Check>> {
  if (message['type'] === 'TRACE') {
    const kind = valueAt(message, 'trace.type');
    return (typeof kind === 'string' ? TRACE_SHAPES[kind] : undefined) ?? { 'trace.type': () => false };
  }
  return message['type'] === 'STATE' && valueAt(message, 'state.type') === 'STREAM' ? STREAM_STATE_SHAPE : {};
}

function oneOf(...values: readonly string[]): Check {
  return (value) => values.includes(value as string);
}

/** Absent, `null`, or right. */
function optional(isRight: Check): Check {
  return (value) => (value ?? null) === null || isRight(value);
}

function hasName(value: unknown): boolean {
  return isJsonObject(value) && isText(value['name']);
}

function valueAt(message: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isJsonObject(value) ? value[name] : undefined), message);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}
