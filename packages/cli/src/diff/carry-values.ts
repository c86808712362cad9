import { isJsonObject, type JsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';

/**
 * A config with the values that a connector has changed in another one, such as a rotated refresh token: where both had the same. What
 * else the connector made of its config, such as a form that only its version knows, is left out.
 */
export function carryValues(config: JsonObject, before: JsonObject, after: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, carry(value, before[name], after[name]) ?? null]),
  );
}

function carry(
  value: JsonValue | undefined,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): JsonValue | undefined {
  if (after === undefined || before === undefined) return value;
  if (isJsonObject(value) && isJsonObject(before) && isJsonObject(after)) return carryValues(value, before, after);
  return canonicalJson(value) === canonicalJson(before) ? after : value;
}
