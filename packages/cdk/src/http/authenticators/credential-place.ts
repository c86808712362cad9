import type { Credentials } from './authenticator.ts';

/**
 * Where a key or a token goes: in a header, after the word `scheme` when there is one; in a parameter of the query; in a
 * cookie; or in a field of the body, which is a JSON object or a form.
 */
export type CredentialPlace =
  | { readonly header: string; readonly scheme?: string }
  | { readonly param: string }
  | { readonly cookie: string }
  | { readonly body: string };

/** `Authorization: Bearer …`, which most APIs take. @see RFC 6750 */
export const BEARER: CredentialPlace = { header: 'authorization', scheme: 'Bearer' };

/** Credentials that are `value`, a secret, at one place. */
export function credentialsAt(place: CredentialPlace, value: string): Credentials {
  const secrets = [value];
  if ('param' in place) return { params: { [place.param]: value }, secrets };
  if ('cookie' in place) return { cookies: { [place.cookie]: value }, secrets };
  if ('body' in place) return { bodyFields: { [place.body]: value }, secrets };
  const text = place.scheme === undefined ? value : `${place.scheme} ${value}`;
  return { headers: { [place.header]: text }, secrets };
}
