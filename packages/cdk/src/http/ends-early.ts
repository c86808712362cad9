import { isCutJson } from './decoders/is-cut-json.ts';

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/**
 * Tells whether a body that its content type says is JSON breaks off, although the connection did not: so end responses without a
 * length, and those of a proxy that gave up. It costs a look at both ends; only a body whose ends do not match is parsed.
 * So one that is cut right after a record of a list inside it is found when the stream parses it, and not asked for again.
 */
export function endsEarly(body: Uint8Array, contentType: string | undefined): boolean {
  if (contentType === undefined || !/\bjson\b/i.test(contentType)) return false;
  const closing = CLOSING[signAt(body, 1)];
  return closing !== undefined && signAt(body, -1) !== closing && isCutJson(Buffer.from(body).toString('utf8'));
}

/** The first sign that is no white space, or the last. */
function signAt(body: Uint8Array, step: 1 | -1): string {
  let at = step === 1 ? 0 : body.length - 1;
  while ((body[at] ?? 0x21) <= 0x20) at += step;
  return at in body ? String.fromCharCode(body[at] as number) : '';
}
