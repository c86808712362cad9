import type { Access } from '../auth/access.ts';
import { verifyJwt } from '../auth/verify-jwt.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { jsonBody } from '../http/json-body.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import type { ApiState } from './api-state.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A refusal as OAuth words it. */
interface Refusal {
  readonly status: 400 | 401;
  readonly error: string;
  readonly text: string;
}

const refusal = (error: string, text: string, status: 400 | 401 = 400): Refusal => ({ status, error, text });

/**
 * `POST /oauth/token`: gives an access token for a refresh token, for the client's own credentials, or for a JWT that it signed.
 * @see RFC 6749 and RFC 7523
 */
export function oauthTokenRoute(request: ApiRequest, _shop: Shop, { access }: ApiState): Reply {
  const fields = bodyFields(request);
  const granted = grant(fields, request, access);
  if ('error' in granted) {
    const { status, error, text } = granted;
    return jsonReply(status, JSON.stringify({ error, error_description: text }), { 'cache-control': 'no-store' });
  }
  const body = {
    access_token: access.issue('access-token'),
    token_type: 'Bearer',
    expires_in: access.options.tokenLifetime,
    ...granted,
  };
  return jsonReply(200, JSON.stringify(body), { 'cache-control': 'no-store' });
}

/** What stands in the answer besides the access token, or why there is none. */
function grant(fields: Fields, { headers, origin }: ApiRequest, access: Access): { refresh_token?: string } | Refusal {
  const type = fields['grant_type'];
  if (type === JWT_BEARER) {
    const { jwtPublicKey } = access.options;
    const key = jwtPublicKey === undefined ? { secret: access.clientSecret } : { publicKey: jwtPublicKey };
    const claims = verifyJwt(fields['assertion'] ?? '', key, access.now());
    return claims?.['aud'] === `${origin}/oauth/token` ? {} : refusal('invalid_grant', 'The assertion is not valid');
  }
  if (!isClient(fields, headers.authorization, access)) {
    return refusal('invalid_client', 'The client is not known, or its secret is wrong', 401);
  }
  if (type === 'client_credentials') return {};
  if (type !== 'refresh_token') return refusal('unsupported_grant_type', `There is no grant "${type ?? ''}"`);
  const next = access.redeem(fields['refresh_token'] ?? '');
  if (next === undefined) return refusal('invalid_grant', 'The refresh token is expired or revoked');
  return access.options.rotateRefreshTokens ? { refresh_token: next } : {};
}

type Fields = Readonly<Record<string, string | undefined>>;

function bodyFields({ headers, body }: ApiRequest): Fields {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return jsonBody(body) as Fields;
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  throw new ApiError(400, 'bad_body', 'The body must be a form or a JSON object');
}

function isClient(fields: Fields, authorization: string | undefined, access: Access): boolean {
  let { client_id: id, client_secret: secret } = fields;
  if (authorization?.startsWith('Basic ') === true) {
    const pair = Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8');
    [id, secret] = pair.split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  }
  return id === access.clientId && secret === access.clientSecret;
}
