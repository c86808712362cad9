import type { JsonObject } from '../../protocol/json.ts';
import type { HttpRequest } from '../http-request.ts';
import type { AuthenticatorContext, Credentials } from './authenticator.ts';
import { BasicAuthenticator } from './basic-authenticator.ts';
import type { OAuthOptions } from './oauth-options.ts';
import { signJwt } from './sign-jwt.ts';

/**
 * The request that asks for an access token. What is secret stands in its body or a header, never in the URL, and is known to the
 * logger.
 *
 * @param refreshToken The one to trade in, for the grant of that name.
 */
export async function tokenRequest(
  options: OAuthOptions,
  refreshToken: string | undefined,
  context: AuthenticatorContext,
): Promise<HttpRequest> {
  const { tokenUrl, scopes, clientId, clientSecret, clientAuthentication = 'body', bodyFormat = 'form' } = options;
  const isBasic = clientAuthentication === 'basic';
  const grant = await grantFields(options, refreshToken, context);
  const basic = isBasic ? basicCredentials(clientId, clientSecret) : undefined;
  // Without a client secret nothing in the header is one.
  const inHeader = clientSecret === undefined ? [] : (basic?.secrets ?? []);
  for (const secret of [clientSecret, refreshToken, grant['assertion'], ...inHeader])
    if (secret !== undefined) context.addSecret(secret);
  const fields = {
    ...options.params,
    ...grant,
    scope: scopes?.join(' '),
    ...(isBasic ? {} : { client_id: clientId, client_secret: clientSecret }),
  };
  return {
    method: 'POST',
    url: tokenUrl,
    headers: { ...basic?.headers, ...options.headers },
    body: bodyFormat === 'json' ? { json: fields as JsonObject } : { form: fields },
  };
}

async function grantFields(
  options: OAuthOptions,
  refreshToken: string | undefined,
  { clock, addSecret }: AuthenticatorContext,
): Promise<Record<string, string | undefined>> {
  switch (options.grant) {
    case 'client_credentials':
      return { grant_type: 'client_credentials' };
    case 'jwt_bearer': {
      const { jwt, tokenUrl } = options;
      if (typeof jwt.key === 'string') addSecret(jwt.key);
      const claims = typeof jwt.claims === 'function' ? jwt.claims() : jwt.claims;
      const assertion = await signJwt({ ...jwt, claims: { aud: tokenUrl, ...claims } }, clock.now());
      return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
    }
    default:
      return { grant_type: 'refresh_token', refresh_token: refreshToken };
  }
}

/** @see RFC 6749, section 2.3.1: both are form-encoded before they are joined. */
function basicCredentials(clientId = '', clientSecret = ''): Credentials {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
  return new BasicAuthenticator({ username: encode(clientId), password: encode(clientSecret) }).credentials();
}
