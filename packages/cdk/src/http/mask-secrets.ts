import { isSecretName } from '../protocol/secret-name.ts';

/** Stands in a trace for what must not be in it. */
export const MASK = '****';

/** Headers that say how one proves who one is, and prove nothing. */
const HARMLESS_HEADERS = /^(?:www-authenticate|proxy-authenticate|authentication-info|x-ratelimit-.*|ratelimit-.*)$/;

/** A header's value as it may stand in a trace. */
export function maskHeader(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === 'authorization' || lower === 'proxy-authorization') return value.replace(/^(\S+ )?.*$/s, `$1${MASK}`);
  if (lower === 'cookie') return value.replace(/=[^;]*/g, `=${MASK}`);
  if (lower === 'set-cookie') return value.replace(/^([^=;]*)=[^;]*/, `$1=${MASK}`);
  if (isSecretName(lower) && !HARMLESS_HEADERS.test(lower)) return MASK;
  return maskQuery(value);
}

/** A text with URLs in it, whose secret parameters and credentials are masked. */
export function maskQuery(text: string): string {
  return text
    .replace(/\/\/[^/?#@\s]+@/g, `//${MASK}@`)
    .replace(/([?&;#])([^=&;#?\s]+)=([^&;#\s<>"]*)/g, (whole, before: string, name: string) =>
      isSecretName(decode(name)) ? `${before}${name}=${MASK}` : whole,
    );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
