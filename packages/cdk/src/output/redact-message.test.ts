import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  analyticsTrace,
  catalogMessage,
  connectionStatusMessage,
  controlMessage,
  errorTrace,
  logMessage,
  recordMessage,
  specMessage,
  stateMessage,
  streamStatusTrace,
} from '../protocol/build-message.ts';
import type { AirbyteMessage, ErrorTrace } from '../protocol/messages.ts';
import { redactMessage } from './redact-message.ts';
import { Redactor } from './redactor.ts';

const SECRET = 'hunter2-hunter2';

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe('P12: what is written for people is masked', () => {
  test.each<[string, AirbyteMessage, AirbyteMessage]>([
    ['LOG', logMessage('INFO', `a ${SECRET}`, `at ${SECRET}`), logMessage('INFO', 'a ****', 'at ****')],
    [
      'TRACE ERROR',
      errorTrace(
        {
          message: `m ${SECRET}`,
          internal_message: `i ${SECRET}`,
          stack_trace: `s ${SECRET}\n  at x`,
          failure_type: 'system_error',
          stream_descriptor: { name: 'orders', namespace: 'shop' },
        },
        7,
      ),
      errorTrace(
        {
          message: 'm ****',
          internal_message: 'i ****',
          stack_trace: 's ****\n  at x',
          failure_type: 'system_error',
          stream_descriptor: { name: 'orders', namespace: 'shop' },
        },
        7,
      ),
    ],
    [
      'TRACE ANALYTICS',
      analyticsTrace({ type: 'event', value: `v ${SECRET}` }, 7),
      analyticsTrace({ type: 'event', value: 'v ****' }, 7),
    ],
    ['CONNECTION_STATUS', connectionStatusMessage(`no: ${SECRET}`), connectionStatusMessage('no: ****')],
  ])('%s', (_, message, expected) => {
    expect(redactMessage(message, redactorOf(SECRET))).toStrictEqual(expected);
  });
});

describe('P1, P12: what is no text is made text, as console.log shows it, and then masked', () => {
  const unshowable = {
    [inspect.custom]() {
      throw new Error('no');
    },
  };

  test.each<[unknown, string]>([
    [{ token: SECRET, nested: { message: SECRET } }, "{ token: '****', nested: { message: '****' } }"],
    [['x', SECRET], "[ 'x', '****' ]"],
    [new Map([[SECRET, 1]]), "Map(1) { '****' => 1 }"],
    [undefined, 'undefined'],
    [null, 'null'],
    [5, '5'],
    [7n, '7n'],
    [unshowable, 'something that cannot be shown'],
  ])('%o', (value, text) => {
    expect(redactMessage(logMessage('INFO', value as string), redactorOf(SECRET))).toStrictEqual(
      logMessage('INFO', text),
    );
  });

  test('an error, with its stack and its cause', () => {
    const error = new Error(`no ${SECRET}`, { cause: { token: SECRET } });
    const message = redactMessage(logMessage('WARN', error as unknown as string), redactorOf(SECRET));
    expect(message).toMatchObject({
      log: { message: expect.stringMatching(/^Error: no \*{4}\n +at [^]*token: '\*{4}'/) },
    });
  });

  test('the members of a TRACE ERROR', () => {
    const trace = {
      message: [SECRET],
      internal_message: { SECRET },
      stack_trace: [{ line: 1 }],
      failure_type: 'system_error',
    };
    const message = redactMessage(errorTrace(trace as unknown as ErrorTrace, 7), redactorOf(SECRET));
    expect(message).toMatchObject({
      trace: {
        error: { message: "[ '****' ]", internal_message: "{ SECRET: '****' }", stack_trace: '[ { line: 1 } ]' },
      },
    });
  });
});

describe('P12: data is not masked: a masked value would be a wrong one', () => {
  test.each<[string, AirbyteMessage]>([
    ['RECORD', recordMessage({ name: 'orders' }, { note: SECRET }, 7)],
    ['STATE', stateMessage({ name: 'orders' }, { cursor: SECRET }, 1)],
    ['CONTROL', controlMessage({ token: SECRET }, 7)],
    ['SPEC', specMessage({ connectionSpecification: { title: SECRET } })],
    ['CATALOG', catalogMessage({ streams: [{ name: SECRET, json_schema: {}, supported_sync_modes: [] }] })],
  ])('%s', (_, message) => {
    expect(redactMessage(message, redactorOf(SECRET))).toBe(message);
  });
});

describe('P1: a secret that is a word of the protocol breaks no message', () => {
  const words = ['LOG', 'INFO', 'TRACE', 'ERROR', 'system_error', 'STREAM_STATUS', 'RUNNING', 'RATE_LIMITED', 'orders'];

  test.each<[string, AirbyteMessage]>([
    ['LOG', logMessage('INFO', 'm')],
    [
      'TRACE ERROR',
      errorTrace({ message: 'm', failure_type: 'system_error', stream_descriptor: { name: 'orders' } }, 7),
    ],
    ['TRACE STREAM_STATUS', streamStatusTrace({ name: 'orders' }, 'RUNNING', 7, { type: 'RATE_LIMITED' })],
    ['CONNECTION_STATUS', connectionStatusMessage()],
  ])('%s', (_, message) => {
    expect(redactMessage(message, redactorOf(...words, 'SUCCEEDED', 'CONNECTION_STATUS'))).toStrictEqual(message);
  });
});
