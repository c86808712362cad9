import type { Exchange } from '../exchange.ts';
import { isSecretHeader } from './secret-fields.ts';

/** Schemes that stand before a credential. */
const SCHEME = /^(?:Basic|Bearer|Token|ApiKey|Api-Key|OAuth|SSWS|Digest)\s+/i;
const SHORTEST = 6;

/** The secrets that requests were sent with, whether the config has them or an API gave them out later; and the cookies that it set. */
export function findSecrets(exchanges: readonly Exchange[]): Set<string> {
  const secrets = new Set<string>();
  const add = (secret: string): void => {
    if (secret.length >= SHORTEST) secrets.add(secret);
  };
  for (const { request, response } of exchanges) {
    for (const [name, value] of Object.entries(request.headers)) {
      if (name === 'cookie') value.split(/;\s*/).forEach((cookie) => add(valueOfCookie(cookie)));
      else if (isSecretHeader(name)) addCredential(value, add);
    }
    for (const cookie of [response.headers['set-cookie'] ?? []].flat()) add(valueOfCookie(cookie));
  }
  return secrets;
}

/** Of Basic authentication the password; without one the user name is the key. */
function addCredential(value: string, add: (secret: string) => void): void {
  const credential = value.replace(SCHEME, '');
  add(credential);
  if (!/^Basic\s/i.test(value)) return;
  const [user = '', ...password] = Buffer.from(credential, 'base64').toString().split(':');
  add(password.join(':') || user);
}

function valueOfCookie(cookie: string): string {
  return /^[^=]*=([^;]*)/.exec(cookie)?.[1] ?? '';
}
