import { ConfigError } from '../../errors/config-error.ts';
import { showValue } from '../../protocol/json.ts';
import type { Authenticator } from './authenticator.ts';

/** What makes an authenticator of each kind of credentials, by the value of the field that tells the kinds apart. */
export type AuthenticatorChoices<TCredentials, TField extends keyof TCredentials> = {
  readonly [TKind in TCredentials[TField] & string]: (
    credentials: Extract<TCredentials, Readonly<Record<TField, TKind>>>,
  ) => Authenticator;
};

/**
 * Makes the authenticator that the user chose, where the spec offers several as a `oneOf`. Each function gets the credentials of
 * its own kind, and a kind without a function does not compile.
 *
 * @param field The field with a `const` in each option of the spec's `oneOf`.
 * @throws ConfigError when the config names none of them.
 * @example
 * selectAuthenticator(config.credentials, 'auth_type', {
 *   api_key: ({ api_key: key }) => new ApiKeyAuthenticator(key, { header: 'X-Api-Key' }),
 *   token: ({ token }) => new BearerAuthenticator(token),
 * })
 */
export function selectAuthenticator<TCredentials extends object, TField extends keyof TCredentials & string>(
  credentials: TCredentials,
  field: TField,
  choices: AuthenticatorChoices<TCredentials, TField>,
): Authenticator {
  const kind = credentials[field] as string;
  // The compiler knows that each function fits its kind, but not which one that is.
  const byKind = choices as unknown as Readonly<Record<string, (credentials: TCredentials) => Authenticator>>;
  const make = Object.hasOwn(byKind, kind) ? byKind[kind] : undefined;
  if (make === undefined) {
    throw new ConfigError(
      `"${field}" must be one of ${Object.keys(choices)
        .map((name) => showValue(name))
        .join(', ')}, got ${showValue(kind)}`,
    );
  }
  return make(credentials);
}
