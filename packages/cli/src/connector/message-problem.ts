import { isJsonObject, type JsonObject, writeJson } from '@headwater/cdk/protocol';

/** @param mayBeNewer Whether words are right that a later version of the protocol may have. */
type Check = (value: unknown, mayBeNewer: boolean) => boolean;

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

/**
 * Says why a value is no message of the Airbyte protocol; `undefined` when it is one.
 *
 * @param options.mayBeNewer Whether it is one, too, when it is of a type, a level or a kind that this version of the protocol does not
 *   have: whoever reads passes over what is of no concern, as a platform does. @default false
 */
export function messageProblem(
  message: unknown,
  { mayBeNewer = false }: { readonly mayBeNewer?: boolean } = {},
): string | undefined {
  if (!isJsonObject(message)) return 'it is no JSON object';
  const { type } = message;
  if (type === undefined) return '"type" is absent';
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) {
    return mayBeNewer && isText(type) ? undefined : `"type" is ${writeJson({ type }).slice(8, -1)}`;
  }
  const checks = { ...SHAPES[type], ...moreOf(message) };
  const [path] = Object.entries(checks).find(([at, isRight]) => !isRight(valueAt(message, at), mayBeNewer)) ?? [];
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
    const isKnown = typeof kind === 'string' && Object.hasOwn(TRACE_SHAPES, kind);
    return (isKnown && TRACE_SHAPES[kind]) || { 'trace.type': oneOf() };
  }
  return message['type'] === 'STATE' && valueAt(message, 'state.type') === 'STREAM' ? STREAM_STATE_SHAPE : {};
}

function oneOf(...words: readonly string[]): Check {
  return (value, mayBeNewer) => isText(value) && (mayBeNewer || words.includes(value as string));
}

/** Absent, `null`, or right. */
function optional(isRight: Check): Check {
  return (value, mayBeNewer) => (value ?? null) === null || isRight(value, mayBeNewer);
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
