import type { ErrorObject } from 'ajv';
import { matchesSchema } from '../../schemas/matches-schema.ts';
import { type Finding, failures, NotTestable, type StreamTest, warnings } from '../standard-test.ts';
import { recordsOf } from '../subject/records-of.ts';
import { isObject } from '../subject/json-shapes.ts';
import { compileSchema, schemaProblem } from '../validate.ts';

const SHOWN = 8;

export const recordsMatchSchema: StreamTest = {
  name: 'records-match-schema',
  group: 'read',
  proves: 'Every record matches the schema of the stream, and has no field that the schema does not know.',
  advice: '"headwater infer" with the name of the stream shows how its schema must change.',
  async run(stream) {
    const { json_schema: schema } = stream.entry;
    if (schemaProblem(schema) !== undefined) throw new NotTestable('the schema is no valid JSON Schema');
    const validate = compileSchema(schema);
    const records = await recordsOf(stream);
    const problems = new Map<string, number>();
    const undeclared = new Set<string>();
    const declared = new Set(Object.keys((schema['properties'] as object | undefined) ?? {}));
    let shares = false;
    for (const record of records) {
      const fields = Object.keys(record);
      shares ||= fields.some((field) => declared.has(field));
      // Of a field that was only null nobody knows what to declare.
      for (const field of fields) if (!declared.has(field) && record[field] !== null) undeclared.add(field);
      if (matchesSchema(validate, record)) continue;
      for (const problem of new Set(validate.errors?.map(describe)))
        problems.set(problem, (problems.get(problem) ?? 0) + 1);
    }
    const of = (count: number): string => `in ${count} of ${records.length} records`;
    return [
      ...cut([...problems].map(([problem, count]) => `${problem}, ${of(count)}`)),
      ...(shares ? [] : failures('no field of the records is in the schema')),
      ...(undeclared.size > 0 && shares ? warnings(`not in the schema: ${[...undeclared].join(', ')}`) : []),
    ];
  },
};

/** What is wrong with a field, without its value: that may be somebody's name. */
function describe({ instancePath, keyword, params, message = '', data }: ErrorObject): string {
  const missing = keyword === 'required' ? `/${String(params['missingProperty'])}` : '';
  const field = `${instancePath}${missing}`
    .replace(/\/\d+(?=\/|$)/g, '/*')
    .slice(1)
    .replaceAll('/', '.');
  if (missing !== '') return `"${field}" is missing`;
  return keyword === 'type' ? `"${field}" ${message}, and is ${typeName(data)}` : `"${field}" ${message}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value;
}

function cut(messages: readonly string[]): Finding[] {
  const more = messages.length > SHOWN ? [`and ${messages.length - SHOWN} more`] : [];
  return failures(...messages.slice(0, SHOWN), ...more);
}
