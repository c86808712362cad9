import { isObject } from './json-shapes.ts';

/** What each type of message must hold, by the path of the member. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  RECORD: { 'record.stream': isText, 'record.data': isObject, 'record.emitted_at': Number.isInteger },
  STATE: { state: isObject },
  LOG: { 'log.level': isText, 'log.message': isText },
  TRACE: { 'trace.type': isText, 'trace.emitted_at': isNumber },
  SPEC: { 'spec.connectionSpecification': isObject },
  CONNECTION_STATUS: { 'connectionStatus.status': (value) => value === 'SUCCEEDED' || value === 'FAILED' },
  CATALOG: { 'catalog.streams': isList },
  CONTROL: { 'control.type': isText },
};

/** What a TRACE must hold besides, by its own type. */
const TRACE_SHAPES: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  ERROR: { 'trace.error.message': isText },
  STREAM_STATUS: {
    'trace.stream_status.stream_descriptor.name': isText,
    'trace.stream_status.status': isText,
  },
  ESTIMATE: { 'trace.estimate.name': isText },
  ANALYTICS: { 'trace.analytics.type': isText },
};

/** Says why a value is no message of the Airbyte protocol; `undefined` when it is one. */
export function messageProblem(message: unknown): string | undefined {
  if (!isObject(message)) return 'it is no JSON object';
  const type = message['type'];
  const shape = typeof type === 'string' ? SHAPES[type] : undefined;
  if (shape === undefined) return `"type" is ${JSON.stringify(type) ?? 'absent'}`;
  const traceType = type === 'TRACE' ? valueAt(message, 'trace.type') : undefined;
  const checks = { ...shape, ...TRACE_SHAPES[String(traceType)] };
  const wrong = Object.entries(checks).find(([path, isRight]) => !isRight(valueAt(message, path)));
  return wrong === undefined ? undefined : `"${wrong[0]}" of the ${String(type)} is absent or of a wrong type`;
}

function valueAt(message: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), message);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isList(value: unknown): boolean {
  return Array.isArray(value);
}
