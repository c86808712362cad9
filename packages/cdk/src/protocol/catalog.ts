import type { JsonSchema } from './json.ts';

/** How a stream is read: all of it, or what is new since the state. */
export type SyncMode = 'full_refresh' | 'incremental';

/** What the destination does with the records. A source passes it by; it only has to accept it. */
export type DestinationSyncMode = 'append' | 'overwrite' | 'append_dedup' | 'update' | 'soft_delete';

/** Names a stream. Two streams may share a name when their namespaces differ. */
export interface StreamDescriptor {
  readonly name: string;
  readonly namespace?: string;
}

/** A stream as `discover` describes it: one entry of the catalog. */
export interface AirbyteStream {
  readonly name: string;
  readonly namespace?: string;
  /** JSON Schema (draft-07) of one record, without `$ref`. */
  readonly json_schema: JsonSchema;
  readonly supported_sync_modes: readonly SyncMode[];
  /** True when the source decides the cursor field, so that a user cannot choose another. */
  readonly source_defined_cursor?: boolean;
  /** Path of the cursor field, for example `["updated_at"]`. */
  readonly default_cursor_field?: readonly string[];
  /** Paths of the fields that together identify a record, for example `[["id"]]`. */
  readonly source_defined_primary_key?: readonly (readonly string[])[];
  /** True when a read that broke off can go on from its last STATE. */
  readonly is_resumable?: boolean;
}

/** What `discover` answers. */
export interface AirbyteCatalog {
  readonly streams: readonly AirbyteStream[];
}

/** A stream that the user chose, and how it is to be read. */
export interface ConfiguredStream {
  readonly stream: StreamDescriptor;
  readonly syncMode: SyncMode;
}

/** The user's choice of streams: what `read` gets with `--catalog`. */
export interface ConfiguredCatalog {
  readonly streams: readonly ConfiguredStream[];
}

/** Tells whether two descriptors name the same stream. */
export function isSameStream(a: StreamDescriptor, b: StreamDescriptor): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** The descriptor of anything that has a stream's name, without an absent namespace. */
export function descriptorOf(stream: {
  readonly name: string;
  readonly namespace?: string | undefined;
}): StreamDescriptor {
  return stream.namespace === undefined ? { name: stream.name } : { name: stream.name, namespace: stream.namespace };
}

/** A stream's name for a message to a person: `orders`, or `shop.orders` when it has a namespace. */
export function streamLabel(stream: StreamDescriptor): string {
  return stream.namespace === undefined ? stream.name : `${stream.namespace}.${stream.name}`;
}
