import type { Readable } from 'node:stream';

import { errorBody } from './api-error.ts';
import type { ApiError } from './api-error.ts';

/** A whole answer before it is sent. Header names are in lower case; content-length is added when it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes, or what opens a stream of them for a body of any length. */
  readonly body: Buffer | (() => Readable);
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/** A reply with JSON text as its body. */
export function jsonReply(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: Buffer.from(text) };
}

/** The reply for a refusal. */
export function errorReply(error: ApiError): Reply {
  return jsonReply(error.status, errorBody(error.code, error.message), error.headers);
}
