import { ConnectorError } from '../errors/connector-error.ts';
import { type AirbyteStream, descriptorOf, streamLabel } from '../protocol/catalog.ts';
import { isJsonObject, type JsonSchema, jsonTypeOf } from '../protocol/json.ts';
import { primaryKeyOf } from './field.ts';
import { inlineRefs } from './inline-refs.ts';
import type { AnyStream } from './stream.ts';

/**
 * Describes a stream for the catalog.
 *
 * @throws ConnectorError when its schema is no object, cannot be inlined, or lacks the key or cursor field.
 */
export async function describeStream(stream: AnyStream): Promise<AirbyteStream> {
  const jsonSchema = await schemaOf(stream);
  const { cursorField } = stream;
  const primaryKey = primaryKeyOf(stream);
  for (const field of primaryKey) requireField(stream, jsonSchema, 'primary key', field);
  if (cursorField !== undefined) requireScalarField(stream, jsonSchema, cursorField);
  return {
    ...descriptorOf(stream),
    json_schema: jsonSchema,
    supported_sync_modes: cursorField === undefined ? ['full_refresh'] : ['full_refresh', 'incremental'],
    ...(cursorField === undefined ? {} : { source_defined_cursor: true, default_cursor_field: [cursorField] }),
    ...(primaryKey.length === 0 ? {} : { source_defined_primary_key: primaryKey.map((field) => [field]) }),
    is_resumable: cursorField !== undefined || stream.resumable === true,
  };
}

/** The stream's schema, without references. */
export async function schemaOf(stream: AnyStream): Promise<JsonSchema> {
  const label = `The schema of stream "${streamLabel(stream)}"`;
  const schema = await stream.getJsonSchema();
  if (!isJsonObject(schema)) throw new ConnectorError(`${label} must be an object, got ${jsonTypeOf(schema)}`);
  return inlineRefs(schema, label);
}

function requireField(stream: AnyStream, schema: JsonSchema, role: string, field: string): unknown {
  const properties = schema['properties'];
  const property = isJsonObject(properties) && Object.hasOwn(properties, field) ? properties[field] : undefined;
  if (property !== undefined) return property;
  throw new ConnectorError(`Stream "${streamLabel(stream)}" has the ${role} "${field}", which is not in its schema`);
}

function requireScalarField(stream: AnyStream, schema: JsonSchema, field: string): void {
  const property = requireField(stream, schema, 'cursor field', field);
  const types = isJsonObject(property) ? [property['type']].flat() : [];
  if (!types.includes('object') && !types.includes('array')) return;
  throw new ConnectorError(
    `Stream "${streamLabel(stream)}" has the cursor field "${field}", which its schema says is ${types.map(String).join(' or ')}: a cursor must be a scalar`,
  );
}
