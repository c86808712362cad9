import { typesOf } from '../schema-nodes.ts';
import { failures, type StreamTest } from '../standard-test.ts';
import { isObject } from '../subject/json-shapes.ts';

export const streamFields: StreamTest = {
  name: 'stream-fields',
  group: 'discover',
  proves: 'The fields of the primary key and of the cursor are in the schema, and are no objects or arrays.',
  advice: 'Name the fields as the schema has them, or add them to the schema.',
  run({ entry }) {
    const keys = (entry.source_defined_primary_key ?? []).map((path) => ({ role: 'primary key', path }));
    const cursor = entry.default_cursor_field ?? [];
    const fields = cursor.length === 0 ? keys : [...keys, { role: 'cursor', path: cursor }];
    return failures(
      ...fields.flatMap(({ role, path }) => {
        const field = fieldAt(entry.json_schema, path);
        const name = `the ${role} field "${path.join('.')}"`;
        if (field === undefined) return [`${name} is not in the schema`];
        const wrong = typesOf(field).find((type) => type === 'object' || type === 'array');
        return wrong === undefined ? [] : [`${name} is an ${wrong}`];
      }),
    );
  },
};

function fieldAt(schema: unknown, path: readonly string[]): Record<string, unknown> | undefined {
  const field = path.reduce<unknown>(
    (at, name) => (isObject(at) && isObject(at['properties']) ? at['properties'][name] : undefined),
    schema,
  );
  return isObject(field) ? field : undefined;
}
