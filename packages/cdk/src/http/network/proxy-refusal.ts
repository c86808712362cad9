import { ConnectionError } from './connection-error.ts';
import type { Proxy } from './proxy.ts';

/** Answers after which the same request may pass: the proxy is busy, or did not reach the host. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);

/** What a proxy's own answer means, which is not the API's. */
export function proxyRefusal(proxy: Proxy, target: string, status: number, statusText: string): ConnectionError {
  const answer = `${status}${statusText === '' ? '' : ` ${statusText}`}`;
  if (status === 407) {
    const what =
      proxy.authorization === undefined
        ? 'asks for a user name and a password'
        : 'does not accept the user name and password in its URL';
    return new ConnectionError(`the proxy ${proxy.origin} ${what} (${answer})`, 'config_error');
  }
  return new ConnectionError(
    `the proxy ${proxy.origin} refused to connect to ${target} (${answer})`,
    PASSING.has(status) ? 'transient_error' : 'config_error',
  );
}
