import type { Credentials } from './docker-credentials.ts';

/** What a registry asks for before it answers: the header `WWW-Authenticate`. */
export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined };

/** @returns `undefined` when it asks for nothing that is known here. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec(header ?? '') ?? [];
  if (scheme.toLowerCase() === 'basic') return { scheme: 'basic' };
  const values = Object.fromEntries([...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  const { realm, service } = values as { realm?: string; service?: string };
  if (scheme.toLowerCase() !== 'bearer' || realm === undefined) return undefined;
  return { scheme: 'bearer', realm, service };
}

export function basicHeader({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A request for a token, which the registry takes in place of the credentials. */
export interface TokenRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What to ask for a token with.
 *
 * @param scope What it is for: `repository:team/source-shop:pull,push`; several are separated by spaces.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export function tokenRequest(
  { realm, service }: Extract<Challenge, { scheme: 'bearer' }>,
  scope: string,
  credentials: Credentials | undefined,
): TokenRequest {
  const asked = service === undefined ? [] : [['service', service] as const];
  if (credentials !== undefined && 'identityToken' in credentials) {
    const form = new URLSearchParams([
      ['grant_type', 'refresh_token'],
      ...asked.map(([name, value]) => [name, value]),
      ['scope', scope],
      ['client_id', 'headwater'],
      ['refresh_token', credentials.identityToken],
    ]);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: realm, headers, body: form.toString() };
  }
  const url = new URL(realm);
  for (const [name, value] of asked) url.searchParams.set(name, value);
  for (const one of scope.split(' ')) url.searchParams.append('scope', one);
  return {
    method: 'GET',
    url: url.href,
    headers: credentials === undefined ? {} : { authorization: basicHeader(credentials) },
  };
}
