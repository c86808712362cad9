/** Stands in a trace for what must not be in it. */
export const MASK = '****';

/** Headers that say how one proves who one is, and prove nothing. */
const HARMLESS_HEADERS = /^(?:www-authenticate|proxy-authenticate|authentication-info|x-ratelimit-.*|ratelimit-.*)$/;

const SECRET_WORD =
  /^(?:.*(?:token|secret|password|passwd|passphrase|apikey|accesskey|signature|credential|jwt)s?|key|pwd|sig|hmac|auth|authkey|authorization|assertion|session|sessionid)$/;

/** Tokens that say where a list goes on, which are what one looks for in a trace. */
const PAGE_TOKEN = /^(?:next|page|prev|continu|cursor|sync|skip|delta|resum|scroll|start|after|before)[a-z]*tokens?$/;

/** Tells a name whose value is a secret by what it is called: `api_key`, `X-Auth-Token`, `sig`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  const joined = words.join('');
  // What OAuth sends back in a redirect; with another word before it, it is no secret.
  if (joined === 'code') return true;
  return words.some((word) => SECRET_WORD.test(word)) && !PAGE_TOKEN.test(joined);
}

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
