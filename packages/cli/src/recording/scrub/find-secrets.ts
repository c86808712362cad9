import type { Exchange } from '../exchange.ts';
import { momentOf } from '../moments.ts';
import { isKeptOfRequest } from './kept-headers.ts';
import { isSecretHeader } from './secret-fields.ts';
import { sentCredentials } from './sent-credentials.ts';

/** Schemes that stand before a credential. */
const SCHEME = /^(?:Basic|Bearer|Token|ApiKey|Api-Key|OAuth|SSWS|Digest)\s+/i;
const SHORTEST = 6;
/** What no other field has by chance. */
const UNMISTAKABLE = /^(?=.*\d)(?=.*[a-z]).{8,}$/i;
/** Headers whose values come from responses, and are no secrets: whose data is asked for, and from where on. */
const OPEN_HEADER =
  /^(?:accept|content|prefer|range|referer|origin)|(?:^|-)(?:version|page|cursor|offset|continuation|account|tenant|org|organization|workspace|company|customer|project|shop|site|team|user|client)(?:-?(?:id|key))?$/;

/**
 * The secrets that requests were sent with, whether the config has them or an API gave them out later, under whatever name; and the
 * cookies that it set.
 */
export function findSecrets(exchanges: readonly Exchange[]): Set<string> {
  const secrets = new Set<string>();
  const add = (secret: string): void => {
    if (secret.length >= SHORTEST) secrets.add(secret);
  };
  for (const credential of sentCredentials(exchanges)) if (UNMISTAKABLE.test(credential)) add(credential);
  const given: Buffer[] = [];
  for (const { request, response } of exchanges) {
    for (const [name, value] of Object.entries(request.headers)) {
      if (name === 'cookie') value.split(/;\s*/).forEach((cookie) => add(valueOfCookie(cookie)));
      else if (isSecretHeader(name)) addCredential(value, add);
      else if (isSessionHeader(name, value) && given.some((body) => body.includes(JSON.stringify(value)))) add(value);
    }
    given.push(response.body);
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

/** A value in a header of the API's own may be what a login answered. */
function isSessionHeader(name: string, value: string): boolean {
  return isKeptOfRequest(name) && !OPEN_HEADER.test(name) && UNMISTAKABLE.test(value) && momentOf(value) === undefined;
}

function valueOfCookie(cookie: string): string {
  return /^[^=]*=([^;]*)/.exec(cookie)?.[1] ?? '';
}
