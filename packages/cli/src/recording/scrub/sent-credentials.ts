import { comparable } from '../comparable-request.ts';
import type { Exchange } from '../exchange.ts';
import { isCredentialName } from '../mask.ts';
import { isSecretName } from './secret-fields.ts';

/** What a `key` or a `session` must look like to be a credential: other things have these names, too, such as `PROJ-17`. */
const MADE_BY_MACHINE = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{16,}$/i;

/**
 * The credentials that requests were sent with in parameters and bodies, by their names. A `token` that a response of the same list
 * gave is none: it says where a page is.
 */
export function sentCredentials(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const credentials = new Set<string>();
  const pageTokens = new Set<string>();
  const pages = new Map<string, Buffer[]>();
  for (const { request, response } of exchanges) {
    const { place, values } = comparable(request);
    const before = pages.get(place) ?? [];
    for (const [name, value] of values) {
      // What an API only echoes was sent before.
      if (!isCredential(name, value) || credentials.has(value) || pageTokens.has(value)) continue;
      (before.some((page) => names(page, value)) ? pageTokens : credentials).add(value);
    }
    const links = Buffer.from([response.headers['link'] ?? []].flat().join());
    pages.set(place, [...before, response.body, links]);
  }
  return credentials;
}

function isCredential(name: string, value: string): boolean {
  const [field = ''] = name.split('.').slice(-1);
  if (value === '') return false;
  if (isSecretName(field) || /pass$|pwd$/i.test(field)) return true;
  return isCredentialName(name) && (/token$/i.test(field) || MADE_BY_MACHINE.test(value));
}

/** Whether a value is in a page, as it is or in one of its links. */
function names(page: Buffer, value: string): boolean {
  return [value, encodeURIComponent(value), value.replaceAll('/', '\\/')].some((form) => page.includes(form));
}
