import { isIP } from 'node:net';
import { ConfigError } from '../../errors/config-error.ts';

/** A proxy, with its credentials apart from what may be printed. */
export interface Proxy {
  /** `http://proxy.corp:3128`, for messages. */
  readonly origin: string;
  readonly isTls: boolean;
  /** Without brackets. */
  readonly host: string;
  /** The name that its certificate must have: otherwise Node takes the one in the Host header, which is the API's. */
  readonly servername: string;
  readonly port: number;
  /** The value of `Proxy-Authorization`. */
  readonly authorization: string | undefined;
  /** What must never be printed of it. */
  readonly secrets: readonly string[];
  /** The operator named it, in the environment; one that the config names is asked for what the API is asked for. */
  readonly isOfOperator: boolean;
}

/**
 * A proxy from its URL: `http://user:password@proxy.corp:3128`, or without the scheme.
 *
 * @param setting Where the URL comes from, for messages: `HTTPS_PROXY`.
 * @throws ConfigError that names the setting; never shows the URL, which may hold a password.
 */
export function parseProxy(text: string, setting: string, isOfOperator: boolean): Proxy {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) throw new ConfigError(`${setting} is not a URL such as http://proxy.example.com:3128`);
  const { protocol, hostname, port, origin, username, password } = new URL(full);
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new ConfigError(`${setting} must be the URL of an http:// or https:// proxy, got one of ${protocol}//`);
  }
  const isTls = protocol === 'https:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const credentials = [username, password].map(decode);
  const encoded = Buffer.from(credentials.join(':')).toString('base64');
  const hasCredentials = username !== '' || password !== '';
  return {
    origin,
    isTls,
    host,
    servername: isIP(host) === 0 ? host : '',
    port: Number(port) || (isTls ? 443 : 80),
    authorization: hasCredentials ? `Basic ${encoded}` : undefined,
    // As with Basic authentication of an API: without a password the user name is the key.
    secrets: hasCredentials ? [encoded, credentials[1] || credentials[0] || '', password || username] : [],
    isOfOperator,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
