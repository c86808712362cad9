import { encodeForm, type HttpHeaders, type RequestBody } from './http-request.ts';

/** A body as it is sent, and the header that says what it is. */
export function encodeBody(body: RequestBody | undefined): { body: string | undefined; contentType: HttpHeaders } {
  if (body === undefined) return { body: undefined, contentType: {} };
  if ('json' in body) return { body: JSON.stringify(body.json), contentType: { 'content-type': 'application/json' } };
  if ('form' in body) {
    return { body: encodeForm(body.form), contentType: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  return { body: body.text, contentType: { 'content-type': 'text/plain; charset=utf-8' } };
}
