import { writeJson } from '../protocol/write-json.ts';
import { encodeForm, type HttpHeaders, type RequestBody } from './http-request.ts';

/** A body as it is sent, and the header that says what it is. */
export interface EncodedBody {
  readonly body: string | Uint8Array | undefined;
  readonly contentType: HttpHeaders;
}

/** Makes the body as it is sent. The headers of a request win over its content type. */
export function encodeBody(body: RequestBody | undefined): EncodedBody {
  if (body === undefined) return { body: undefined, contentType: {} };
  if ('json' in body) return { body: writeJson(body.json), contentType: { 'content-type': 'application/json' } };
  if ('form' in body) {
    return { body: encodeForm(body.form), contentType: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  if ('bytes' in body) return { body: body.bytes, contentType: { 'content-type': 'application/octet-stream' } };
  return { body: body.text, contentType: { 'content-type': 'text/plain; charset=utf-8' } };
}
