import type { FoundType } from '../schemas/found-type.ts';
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

/** What one record of a stream is called, for its type: `order_lines` → `OrderLine`. */
export function recordName(stream: string): string {
  const words = stream.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const last = words.pop() ?? 'record';
  return [...words, singular(last)].map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function singular(word: string): string {
  if (/(?:ss|us|is|news|series)$/i.test(word)) return word;
  if (/[^aeiou]ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (/(?:sses|shes|ches|xes|zes|uses)$/i.test(word)) return word.replace(/es$/i, '');
  return word.replace(/s$/i, '');
}
