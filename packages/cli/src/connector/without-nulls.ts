import { type AirbyteMessage, isJsonObject } from '@headwater/cdk/protocol';

/** What a connector says in its own words, in which `null` is a value. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'config',
  'connectionSpecification',
  'data',
  'json_schema',
  'stream_state',
]);

/** A message in which what is absent is nowhere `null`, as connectors in Python write it: `"namespace": null`. */
export function withoutNulls(message: AirbyteMessage): AirbyteMessage {
  return membersOf(message) as AirbyteMessage;
}

function membersOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(membersOf);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, OWN_WORDS.has(name) ? member : membersOf(member)]),
  );
}
