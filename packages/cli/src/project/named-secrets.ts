import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';

/** Names of what nobody else may know. */
const SECRET = /(?:^|_)(?:password|passwd|passphrase|secret|token|api_?key|access_?key|private_?key|credentials?)$/i;
/** What ends like a secret, and is none. */
const NO_SECRET = /(?:page|next|sync|continuation)_?token$/i;
/** A shorter value is in other texts by chance. */
const SHORTEST = 6;

/** Tells whether a setting holds a secret, by its name. */
export function isNamedLikeSecret(setting: string): boolean {
  const name = setting.replace(/(?<=[a-z])(?=[A-Z])/g, '_');
  return SECRET.test(name) && !NO_SECRET.test(name);
}

/** The values of a config that are secrets by the names of their settings, whatever its spec says of them. */
export function namedSecrets(config: JsonValue, name = ''): string[] {
  if (Array.isArray(config)) return config.flatMap((item: JsonValue) => namedSecrets(item, name));
  if (isJsonObject(config)) return Object.entries(config).flatMap(([key, value]) => namedSecrets(value ?? null, key));
  const value = typeof config === 'number' || typeof config === 'bigint' ? String(config) : config;
  return typeof value === 'string' && value.length >= SHORTEST && isNamedLikeSecret(name) ? [value] : [];
}
