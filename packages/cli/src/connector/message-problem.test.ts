import { expect, test } from 'vitest';
import { messageProblem } from './message-problem.ts';

const trace = (type: string, member: object): object => ({ type: 'TRACE', trace: { type, emitted_at: 1, ...member } });
const status = (value: string): object =>
  trace('STREAM_STATUS', { stream_status: { stream_descriptor: { name: 'orders' }, status: value } });
const state = (stream: object | undefined, type?: string): object => ({ type: 'STATE', state: { type, stream } });

test.each<[string, object]>([
  ['a log', { type: 'LOG', log: { level: 'INFO', message: 'Started' } }],
  ['a record', { type: 'RECORD', record: { stream: 'orders', data: {}, emitted_at: 1 } }],
  ['a status', status('RUNNING')],
  ['an error without a type', trace('ERROR', { error: { message: 'no luck' } })],
  ['an error of no stream', trace('ERROR', { error: { message: 'no luck', stream_descriptor: null } })],
  ['a state of a stream', state({ stream_descriptor: { name: 'orders' }, stream_state: {} }, 'STREAM')],
  ['a state of a kind that no stream has', { type: 'STATE', state: { type: 'LEGACY', data: {} } }],
  ['a catalog', { type: 'CATALOG', catalog: { streams: [{ name: 'orders' }] } }],
])('%s is a message', (_, message) => {
  expect(messageProblem(message)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['it is no JSON object', ['LOG']],
  ['"type" is "NOTE"', { type: 'NOTE' }],
  ['"log.level" of the LOG is "WHATEVER"', { type: 'LOG', log: { level: 'WHATEVER', message: 'x' } }],
  ['"log.message" of the LOG is absent or of a wrong type', { type: 'LOG', log: { level: 'INFO' } }],
  ['"record.emitted_at" of the RECORD is "2024-05-01"', record('2024-05-01')],
  ['"trace.stream_status.status" of the TRACE is "DONE"', status('DONE')],
  ['"trace.type" of the TRACE is "PROGRESS"', trace('PROGRESS', {})],
  [
    '"trace.error.failure_type" of the TRACE is "oops"',
    trace('ERROR', { error: { message: '', failure_type: 'oops' } }),
  ],
  ['"state.type" of the STATE is "WHOLE"', state({}, 'WHOLE')],
  ['"state.stream.stream_descriptor.name" of the STATE is absent or of a wrong type', state(undefined, 'STREAM')],
  ['"catalog.streams" of the CATALOG is absent or of a wrong type', { type: 'CATALOG', catalog: { streams: [{}] } }],
  [
    '"control.connectorConfig.config" of the CONTROL is absent or of a wrong type',
    { type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG' } },
  ],
])('no message: %s', (problem, message) => {
  expect(messageProblem(message)).toBe(problem);
});

test.each<[string, object]>([
  ['a type', { type: 'NOTE', note: {} }],
  ['a level', { type: 'LOG', log: { level: 'NOTICE', message: 'x' } }],
  ['a kind of trace', trace('PROGRESS', {})],
  ['a kind of trace that objects inherit', trace('constructor', {})],
  ['a status', status('PAUSED')],
  ['a kind of failure', trace('ERROR', { error: { message: '', failure_type: 'quota_error' } })],
])('%s of a later version is a message for those who only read', (_, message) => {
  expect(messageProblem(message, { mayBeNewer: true })).toBeUndefined();
  expect(messageProblem(message)).toBeDefined();
});

function record(emitted_at: unknown): object {
  return { type: 'RECORD', record: { stream: 'orders', data: {}, emitted_at } };
}
