import { createPrivateKey, type KeyObject } from 'node:crypto';
import type * as Jose from 'jose/jwt/sign';
import { ConfigError } from '../../errors/config-error.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonObject, JsonValue } from '../../protocol/json.ts';

export interface JwtOptions {
  /** @see RFC 7518, section 3.1, and RFC 8037 for EdDSA */
  readonly algorithm: `${'HS' | 'RS' | 'PS'}${256 | 384 | 512}` | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';
  /**
   * What signs: for HS256 and its like the shared secret (as bytes when it is given in hex or base64: `Buffer.from(key, 'hex')`),
   * for the others a private key in PEM. Line ends that were written as `\n` in the config are read as such.
   */
  readonly key: string | Uint8Array;
  /** The `kid` of the header, for APIs that know a client by several keys. @default none */
  readonly keyId?: string;
  /**
   * What the token says: `{ iss: 'my-app', aud: 'https://api.example.com' }`, or what makes it for each token, such as a `jti` that
   * is never the same. `iat` and `exp` are added. @default {}
   */
  readonly claims?: JsonObject | (() => JsonObject);
  /** Members of the header besides `alg` and `kid`. @default { typ: 'JWT' } */
  readonly header?: Readonly<Record<string, JsonValue>>;
  /** How long the token is valid, in milliseconds. @default 300_000 (5 min) */
  readonly lifetimeMs?: number;
}

export const DEFAULT_JWT_LIFETIME_MS = 300_000;

/**
 * Signs a JSON Web Token with the package `jose`, which the connector has to bring along.
 *
 * @param now Milliseconds since the epoch.
 * @throws ConfigError when the key is none for the algorithm; ConnectorError when `jose` is not installed.
 * @see RFC 7519
 */
export async function signJwt(options: JwtOptions, now: number): Promise<string> {
  const { algorithm, keyId, claims = {}, header = { typ: 'JWT' }, lifetimeMs = DEFAULT_JWT_LIFETIME_MS } = options;
  const { SignJWT } = await loadJose();
  const issuedAt = Math.floor(now / 1000);
  const key = keyOf(options);
  try {
    return await new SignJWT({
      iat: issuedAt,
      exp: issuedAt + Math.floor(lifetimeMs / 1000),
      ...(typeof claims === 'function' ? claims() : claims),
    })
      .setProtectedHeader({ ...header, alg: algorithm, ...(keyId === undefined ? {} : { kid: keyId }) })
      .sign(key);
  } catch (cause) {
    throw new ConfigError(`The private key cannot sign with ${algorithm}: ${(cause as Error).message}`, { cause });
  }
}

function keyOf({ algorithm, key }: JwtOptions): KeyObject | Uint8Array {
  if (algorithm.startsWith('HS')) return typeof key === 'string' ? new TextEncoder().encode(key) : key;
  const pem = (typeof key === 'string' ? key : Buffer.from(key).toString('utf8')).replaceAll('\\n', '\n');
  try {
    return createPrivateKey(pem);
  } catch {
    // Not as a cause, nor with its text: it may quote the key.
    throw new ConfigError(
      'The private key must be in PEM format, whole from "-----BEGIN" to the end of the last line, and without a passphrase',
    );
  }
}

async function loadJose(): Promise<typeof Jose> {
  try {
    // Its other parts would make a bundled connector a hundred kilobytes bigger.
    return await import('jose/jwt/sign');
  } catch (cause) {
    throw new ConnectorError('To sign a JWT, the connector needs the package "jose": npm install jose', { cause });
  }
}
