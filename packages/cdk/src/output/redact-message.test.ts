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
import type { AirbyteMessage } from '../protocol/messages.ts';
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
