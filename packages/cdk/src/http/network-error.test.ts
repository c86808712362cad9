import { describe, expect, test } from 'vitest';
import { type NetworkError, type Timeouts, toNetworkError } from './network-error.ts';

const timeouts: Timeouts = { connectMs: 10_000, idleMs: 1500, requestMs: 300_000 };
const REQUEST = 'GET https://api.example.com/v1/orders';

function failure(facts: object, tries = 1): NetworkError {
  return toNetworkError(Object.assign(new Error('as the library says'), facts), REQUEST, timeouts, tries);
}

describe('H1: each time limit has its own text', () => {
  test.each([
    ['lookup', 'no connection within 10 s'],
    ['connect', 'no connection within 10 s'],
    ['secureConnect', 'no connection within 10 s'],
    ['socket', 'no bytes for 1.5 s'],
    ['request', 'not finished within 300 s'],
    ['record', 'no record for 300 s'],
  ])('%s: %s', (event, text) => {
    const error = failure({ code: 'ETIMEDOUT', event });
    expect(error.message).toBe(`Request failed: ${REQUEST}: ${text}`);
    expect([error.isRetryable, error.failureType]).toEqual([true, 'transient_error']);
  });
});

describe('H4: network errors are transient', () => {
  test.each([
    ['ENOTFOUND', 'the host name is not known (ENOTFOUND)'],
    ['ECONNREFUSED', 'the host refused the connection (ECONNREFUSED)'],
    ['ECONNRESET', 'the connection broke off (ECONNRESET)'],
    ['EAI_AGAIN', 'as the library says'],
    ['EPIPE', 'as the library says'],
  ])('%s: %s', (code, text) => {
    const error = failure({ code });
    expect(error.message).toBe(`Request failed: ${REQUEST}: ${text}`);
    expect([error.isRetryable, error.failureType]).toEqual([true, 'transient_error']);
  });

  test.each(['Z_BUF_ERROR', 'Z_DATA_ERROR', 'ERR__ERROR_FORMAT_CL_SPACE', 'ZSTD_error_corruption_detected'])(
    'a body that was compressed and cannot be unpacked: %s',
    (code) => {
      const error = failure({ code });
      expect(error.message).toBe(
        `Request failed: ${REQUEST}: its compressed body is broken: as the library says (${code})`,
      );
      expect([error.isRetryable, error.failureType]).toEqual([true, 'transient_error']);
    },
  );

  test('says at which byte of the body it happened', () => {
    const thrown = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    expect(toNetworkError(thrown, REQUEST, timeouts, 2, 1234).message).toBe(
      `Request failed: ${REQUEST}: the connection broke off (ECONNRESET) at byte 1234 of the response (2 tries)`,
    );
  });

  test('without a text the code is said', () => {
    expect(failure({ code: 'EHOSTUNREACH', message: '' }).message).toBe(`Request failed: ${REQUEST}: EHOSTUNREACH`);
  });

  test('says how many tries there were, and keeps the cause for the engineer', () => {
    const error = failure({ code: 'ECONNRESET' }, 6);
    expect(error.message).toBe(`Request failed: ${REQUEST}: the connection broke off (ECONNRESET) (6 tries)`);
    expect(error.internalMessage).toBe('Error: as the library says');
    expect((error.cause as Error).message).toBe('as the library says');
    expect(error.name).toBe('NetworkError');
  });
});

describe('H2: what no further try can help is not retried', () => {
  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('a certificate that is not trusted: %s', (code) => {
    const error = failure({ code });
    expect(error.message).toBe(
      `Request failed: ${REQUEST}: its certificate is not trusted: as the library says (${code})`,
    );
    expect([error.isRetryable, error.failureType]).toEqual([false, 'system_error']);
  });

  test.each(['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNSUPPORTED_PROTOCOL', 'ERR_TOO_MANY_REDIRECTS'])(
    'a request that is at fault itself: %s',
    (code) => {
      const error = failure({ code });
      expect(error.message).toBe(`Request failed: ${REQUEST}: it cannot be sent: as the library says (${code})`);
      expect([error.isRetryable, error.failureType]).toEqual([false, 'system_error']);
    },
  );
});
