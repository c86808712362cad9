import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { jsonBody } from '../http/json-body.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { Shop } from '../shop/shop.ts';
import type { ApiState } from './api-state.ts';

/** `POST /session`: logs in, and gives the session in the body and as a cookie. */
export function sessionRoute({ body }: ApiRequest, _shop: Shop, { access }: ApiState): Reply {
  const { username, password } = jsonBody(body);
  if (username !== access.username || password !== access.password) {
    throw new ApiError(401, 'bad_credentials', 'The user name or the password is wrong');
  }
  const token = access.issue('session');
  const seconds = access.options.tokenLifetime;
  return jsonReply(200, JSON.stringify({ session: { token, expires_in: seconds } }), {
    'set-cookie': `session=${token}; Path=/; Max-Age=${seconds}; HttpOnly`,
  });
}
