import { ConnectorError } from '../errors/connector-error.ts';
import { describeThrown } from '../errors/to-error-trace.ts';
import type { FailureType } from '../protocol/messages.ts';
import { findCause } from './find-cause.ts';
import { ConnectionError } from './network/connection-error.ts';
import { tlsFailure } from './network/tls-failure.ts';

/** The time limits of one try, in milliseconds. */
export interface Timeouts {
  /** To look up the host, to connect, and to agree on TLS: each of the three. @default 10_000 */
  readonly connectMs: number;
  /** Without a byte in either direction. @default 60_000 */
  readonly idleMs: number;
  /**
   * For the whole request and its response. A response that is streamed may take longer in all: there it is the time until
   * its head is there, and from then on the time spent waiting for the API from one record to the next.
   * @default 300_000
   */
  readonly requestMs: number;
}

/** No whole response came: the network, TLS, or a time limit. */
export class NetworkError extends ConnectorError {
  /** False when another try cannot help: a certificate that is not trusted stays so, a broken header too. */
  readonly isRetryable: boolean;

  constructor(
    message: string,
    isRetryable: boolean,
    cause: unknown,
    failureType: FailureType = isRetryable ? 'transient_error' : 'system_error',
  ) {
    super(message, {
      failureType,
      cause,
      internalMessage: describeThrown(cause),
    });
    this.isRetryable = isRetryable;
  }
}

const UNTRUSTED = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/;

/** The request itself is at fault: a header with a line end, a scheme that is not HTTP, redirects without end. */
const UNSENDABLE = /^ERR_(?:INVALID_|UNSUPPORTED_PROTOCOL|TOO_MANY_REDIRECTS)/;

/** What zlib, brotli and zstd throw. */
const CORRUPT = /^(?:Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI)/;

/** What the HTTP library throws when no response comes; `event` names the phase that took too long. */
interface TransportFailure {
  readonly code?: string;
  readonly cause?: { readonly code?: string };
  readonly event?: string;
  readonly message?: string;
}

/**
 * Says in one sentence why no response came for `request` (`GET https://…`).
 *
 * @param received How many bytes of the body had come, where it was being streamed.
 */
export function toNetworkError(
  thrown: unknown,
  request: string,
  timeouts: Timeouts,
  tries: number,
  received?: number,
): NetworkError {
  const { code: ownCode = '', cause, event, message = '' } = thrown as TransportFailure;
  // The library has one code for whatever happens to a body, and the real one below.
  const code = cause?.code ?? ownCode;
  const place = received === undefined ? '' : ` at byte ${received} of the response`;
  const after = tries > 1 ? ` (${tries} tries)` : '';
  const known = findCause(thrown, ConnectionError) ?? tlsFailure(thrown);
  if (known !== undefined) {
    const text = `Request failed: ${request}: ${known.message}${after}`;
    return new NetworkError(text, known.isRetryable, thrown, known.failureType);
  }
  const isRetryable = !UNTRUSTED.test(code) && !UNSENDABLE.test(code);
  return new NetworkError(`Request failed: ${request}: ${reason()}${place}${after}`, isRetryable, thrown);

  function reason(): string {
    switch (event) {
      case 'lookup':
      case 'connect':
      case 'secureConnect':
        return `no connection within ${seconds(timeouts.connectMs)}`;
      case 'request':
        return `not finished within ${seconds(timeouts.requestMs)}`;
      case 'record':
        return `no record for ${seconds(timeouts.requestMs)}`;
      case undefined:
        break;
      default:
        return `no bytes for ${seconds(timeouts.idleMs)}`;
    }
    switch (code) {
      case 'ENOTFOUND':
        return 'the host name is not known (ENOTFOUND)';
      case 'ECONNREFUSED':
        return 'the host refused the connection (ECONNREFUSED)';
      case 'ECONNRESET':
        return 'the connection broke off (ECONNRESET)';
      default:
        if (CORRUPT.test(code)) return `its compressed body is broken: ${message} (${code})`;
        if (UNTRUSTED.test(code)) return `its certificate is not trusted: ${message} (${code})`;
        return isRetryable ? message || code : `it cannot be sent: ${message} (${code})`;
    }
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
