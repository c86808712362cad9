import { isJsonObject, type JsonObject } from '../../protocol/json.ts';
import { bigintAsInteger } from '../../protocol/write-json.ts';

/**
 * What a partition is known by: its JSON with sorted keys, at every depth. Two partitions are the same when their keys are,
 * whatever order their members have. Numbers and text differ: `{ "id": 1 }` is not `{ "id": "1" }`.
 */
export function partitionKey(partition: JsonObject): string {
  return JSON.stringify(partition, sortedAndWhole);
}

function sortedAndWhole(name: string, value: unknown): unknown {
  if (!isJsonObject(value)) return bigintAsInteger(name, value);
  const keys = Object.keys(value);
  if (keys.length < 2) return value;
  return Object.fromEntries(keys.sort().map((key) => [key, value[key]]));
}
