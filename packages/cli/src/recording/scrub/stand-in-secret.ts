import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { scrubJson } from './scrub-body.ts';

const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * What stands in a config for a secret so that a connector can still start with it: a private key is another private key of its kind, and
 * of a secret that is JSON, as the keys of service accounts are, each value is replaced alone.
 *
 * @param before What stood in for it in the last recording: a key is kept, as no two are the same.
 * @param mask For all that needs no more than its form.
 */
export function standInSecret(secret: string, before: unknown, mask: (secret: string) => string): string {
  const json = jsonObject(secret);
  if (json === undefined)
    return (PRIVATE_KEY.test(secret) ? otherPrivateKey(secret, before) : undefined) ?? mask(secret);
  const known = typeof before === 'string' ? jsonObject(before) : undefined;
  return JSON.stringify(
    scrubJson(json, (value, path) =>
      isPublic(value, path) ? value : standInSecret(value, valueAt(known, path), mask),
    ),
  );
}

/** The value that a path of names leads to. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, name) => (isJsonObject(at) ? at[name] : undefined), value);
}

/** Names of members are no secrets, nor is what kind of key it is, or where it is asked for. */
function isPublic(value: string, path: readonly string[]): boolean {
  return path.length === 0 || path.at(-1) === 'type' || /^https?:\/\//.test(value);
}

/** `undefined` for a key that cannot be opened: it is encrypted. */
function otherPrivateKey(pem: string, before: unknown): string | undefined {
  if (typeof before === 'string' && PRIVATE_KEY.test(before)) return before;
  let key: KeyObject;
  try {
    key = createPrivateKey(pem.replaceAll('\\n', '\n'));
  } catch {
    return undefined;
  }
  return generate(key)?.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function generate({ asymmetricKeyType: type, asymmetricKeyDetails: details = {} }: KeyObject): KeyObject | undefined {
  const { modulusLength = 2048, namedCurve = 'prime256v1' } = details;
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength }).privateKey;
  if (type === 'ec') return generateKeyPairSync('ec', { namedCurve }).privateKey;
  return type === 'ed25519' ? generateKeyPairSync('ed25519').privateKey : undefined;
}

function jsonObject(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
