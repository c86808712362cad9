import type { FoundType } from '../schemas/found-type.ts';
import { recordName } from '../schemas/record-name.ts';
import type { RecordSchema } from '../schemas/record-schema.ts';

/**
 * The schema of a stream before anything is known of its fields.
 *
 * @param required Of these, the fields that are always there are required.
 */
export function newSchema(stream: string, found: FoundType, required: readonly string[]): RecordSchema {
  const always = required.filter((name) => found.always?.has(name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: found.title ?? recordName(stream),
    type: 'object',
    additionalProperties: true,
    ...(always.length === 0 ? {} : { required: always }),
    properties: {},
  };
}

/** Tells whether a schema says nothing yet, as one that was made so that the connector starts. */
export function isStub({ $schema: _, ...schema }: RecordSchema): boolean {
  const { type = 'object', properties = {}, additionalProperties = true, title: _title, ...more } = schema;
  return (
    type === 'object' &&
    additionalProperties === true &&
    Object.keys(properties).length === 0 &&
    Object.keys(more).length === 0
  );
}
