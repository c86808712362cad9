/** Named in HTML and XML. */
const ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** Escaped in JSON and in the literals of programs. */
const ESCAPES: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

/** Those before a sign, or the last of them where more belong to the sign before. Tried once a row, so that no text takes long. */
const BACKSLASHES = String.raw`(?:(?<!\\)\\+|\\)`;

/** Of base64, the signs that URLs have another for: they stand for both. */
const PLUS_OR_MINUS = '+-';
const SLASH_OR_LINE = '/_';

/** The signs of a text, each as it may be matched by itself. Backslashes in a row are one: it is their number that escaping changes. */
export function signsOf(text: string): readonly string[] {
  return text.match(/\\+|[^\\]/gu) ?? [];
}

/**
 * The part of base64 that a secret decides alone, for each of the three positions it can start at within a group of three bytes:
 * whatever stands before and after it, as in Basic authentication's `user:secret`.
 */
export function base64Signs(secret: string): (readonly string[])[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return Array.from(encoded.slice(start, end), (sign) =>
      sign === '+' ? PLUS_OR_MINUS : sign === '/' ? SLASH_OR_LINE : sign,
    );
  });
}

/** The source of a pattern that finds signs in a row, each in any form. */
export function sourceOf(signs: readonly string[]): string {
  return signs.map(signSource).join('');
}

/**
 * The source of a pattern that finds one sign: as it is, with backslashes before it, by its code in JSON, percent-encoded once or more,
 * or as HTML writes it. Which of them it is may differ from sign to sign: what is encoded in a URL differs between its parts.
 */
export function signSource(sign: string): string {
  // Nothing writes these in another way.
  if (/^[\w.-]$/.test(sign)) return escapeRegExp(sign);
  if (sign === PLUS_OR_MINUS) return `(?:-|${signSource('+')})`;
  if (sign === SLASH_OR_LINE) return `(?:_|${signSource('/')})`;
  if (sign.startsWith('\\')) return `(?:(?<!\\\\)\\\\{${sign.length},}|${inCode('\\').repeat(sign.length)})`;
  const escape = ESCAPES[sign];
  return `(?:${[
    inCode(sign),
    ...(escape === undefined ? [] : [`${BACKSLASHES}${escape}`]),
    ...(sign === ' ' ? ['\\+'] : []),
    // Last: a sign that begins the encoding of others is no sign by itself where it is encoded too.
    `${BACKSLASHES}?${escapeRegExp(sign)}`,
  ].join('|')})`;
}

/** By its number, or its name. */
function inCode(sign: string): string {
  const point = sign.codePointAt(0) ?? 0;
  const entity = ENTITIES[sign];
  const units = Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at).toString(16).padStart(4, '0'));
  const bytes = [...Buffer.from(sign, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  return `(?:${[
    `&(?:amp;)?(?:#0*${point}|#[xX]0*${anyCase(point.toString(16))}${entity === undefined ? '' : `|${entity}`});`,
    bytes.map((byte) => `%(?:25)*${anyCase(byte)}`).join(''),
    units.map((unit) => `${BACKSLASHES}u${anyCase(unit)}`).join(''),
  ].join('|')})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
