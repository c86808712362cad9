import { expect, test } from 'vitest';
import { tlsFailure } from './tls-failure.ts';

const failure = (reason: string): Error =>
  new Error(
    `40330FE8F47F0000:error:0A00045C:SSL routines:ssl3_read_bytes:${reason}:../deps/openssl/ssl/record/rec_layer_s3.c:918:SSL alert number 116\n`,
  );

test.each([
  'tlsv13 alert certificate required',
  'sslv3 alert bad certificate',
  'tlsv1 alert unknown ca',
  'sslv3 alert certificate expired',
  'sslv3 alert handshake failure',
])("%s: the client's certificate is missing or not accepted", (reason) => {
  const error = tlsFailure(failure(reason));
  expect(error?.message).toBe(
    `the host asks for a certificate of the client, or does not accept the one it got (${reason})`,
  );
  expect([error?.failureType, error?.isRetryable]).toEqual(['config_error', false]);
});

test.each(['wrong version number', 'packet length too long', 'http request'])('%s: there is no TLS', (reason) => {
  const error = tlsFailure(new Error(`write EPROTO ${failure(reason).message}`));
  expect(error?.message).toBe(`the host does not speak TLS on this port (${reason})`);
  expect([error?.failureType, error?.isRetryable]).toEqual(['system_error', false]);
});

test('whatever else fails in TLS is named, without the numbers around it', () => {
  expect(tlsFailure(failure('tlsv1 alert internal error'))?.message).toBe('TLS failed (tlsv1 alert internal error)');
});

test.each([new Error('read ECONNRESET'), new Error(''), 'text', Object.create(null)])('%s is none', (thrown) => {
  expect(tlsFailure(thrown)).toBeUndefined();
});
