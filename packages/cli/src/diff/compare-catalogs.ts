import type { AirbyteCatalog, AirbyteStream } from '@headwater/cdk/protocol';
import { labelOf } from '../reading/show-read.ts';
import { breaking, type Change, harmless } from './change.ts';
import { type FieldType, fieldTypes } from './field-types.ts';

/** A stream that both versions have. */
export interface StreamPair {
  /** Its name for people. */
  readonly label: string;
  readonly before: AirbyteStream;
  readonly after: AirbyteStream;
}

/** The streams of both catalogs, by name and namespace. */
export function streamPairs(before: AirbyteCatalog, after: AirbyteCatalog): StreamPair[] {
  const now = new Map(after.streams.map((stream) => [labelOf(stream), stream]));
  return before.streams.flatMap((stream) => {
    const label = labelOf(stream);
    const found = now.get(label);
    return found === undefined ? [] : [{ label, before: stream, after: found }];
  });
}

/** What became of the streams and of their keys, cursors, sync modes and fields. */
export function compareCatalogs(before: AirbyteCatalog, after: AirbyteCatalog): Change[] {
  const pairs = streamPairs(before, after);
  const kept = new Set(pairs.map(({ label }) => label));
  const isLost = (stream: AirbyteStream): boolean => !kept.has(labelOf(stream));
  return [
    ...before.streams
      .filter(isLost)
      .map((stream) => breaking('stream-removed', 'the stream is gone', { stream: labelOf(stream) })),
    ...pairs.flatMap(compareStreams),
    ...after.streams
      .filter(isLost)
      .map((stream) => harmless('stream-added', 'the stream is new', { stream: labelOf(stream) })),
  ];
}

function compareStreams({ label, before, after }: StreamPair): Change[] {
  return [...compareKeys(before, after), ...compareModes(before, after), ...compareFields(before, after)].map(
    (change) => ({ ...change, stream: label }),
  );
}

function compareKeys(before: AirbyteStream, after: AirbyteStream): Change[] {
  const [had, has] = [before, after].map(({ source_defined_primary_key: key }) => showKey(key)) as [string, string];
  if (had === has) return [];
  const words = `primary key ${had} → ${has}`;
  return [had === 'none' ? harmless('key', words) : breaking('key', words)];
}

function compareModes(before: AirbyteStream, after: AirbyteStream): Change[] {
  const changes: Change[] = [];
  for (const mode of before.supported_sync_modes) {
    if (!after.supported_sync_modes.includes(mode))
      changes.push(breaking('sync-mode', `${mode} is no longer supported`));
  }
  for (const mode of after.supported_sync_modes) {
    if (!before.supported_sync_modes.includes(mode)) changes.push(harmless('sync-mode', `${mode} is supported now`));
  }
  const [had, has] = [before, after].map(({ default_cursor_field: path = [] }) => path.join('.') || 'none') as [
    string,
    string,
  ];
  if (had === has) return changes;
  const words = `cursor ${had} → ${has}`;
  return [...changes, had === 'none' ? harmless('cursor', words) : breaking('cursor', words)];
}

function compareFields(before: AirbyteStream, after: AirbyteStream): Change[] {
  const [had, has] = [fieldTypes(before.json_schema), fieldTypes(after.json_schema)];
  const changes: Change[] = [];
  for (const [path, type] of had) {
    const now = has.get(path);
    if (now === undefined && isOutermost(path, had, has)) {
      changes.push(breaking('field-removed', `field ${path} is gone`, { path }));
    }
    if (now === undefined) continue;
    if (now.name !== type.name) {
      changes.push(breaking('field-retyped', `field ${path}: ${type.name} → ${now.name}`, { path }));
    } else if (now.isNullable !== type.isNullable) {
      const words = now.isNullable ? 'may be null now' : 'is never null any more';
      changes.push(harmless('field-nullable', `field ${path} ${words}`, { path }));
    }
  }
  for (const [path, type] of has) {
    if (!had.has(path) && isOutermost(path, has, had)) {
      changes.push(harmless('field-added', `field ${path} is new (${type.name})`, { path }));
    }
  }
  return changes;
}

/** The fields of an object that only one of the schemas has need not be named. */
function isOutermost(
  path: string,
  own: ReadonlyMap<string, FieldType>,
  others: ReadonlyMap<string, FieldType>,
): boolean {
  const parent = path.replace(/(?:\[\]|\.?[^.[\]]+)$/, '');
  return parent === '' || own.get(parent)?.name === others.get(parent)?.name;
}

function showKey(key: AirbyteStream['source_defined_primary_key']): string {
  return (key ?? []).map((path) => path.join('.')).join(', ') || 'none';
}
