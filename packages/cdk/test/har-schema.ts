import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

const schemas = createRequire(import.meta.url)('har-schema') as Record<string, object>;

// The schemas are of draft 06, and have words of their own.
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
formats.default(ajv);
for (const { $schema: _, ...schema } of Object.values(schemas) as { $schema: string }[]) ajv.addSchema(schema);
const isHar = ajv.getSchema('har.json#');

/** Fails when `value` is no HTTP archive 1.2, by the schema that tools share. */
export function expectHar(value: unknown): void {
  if (isHar === undefined) throw new Error('har-schema has no har.json');
  if (isHar(value) !== true) throw new Error(`No HTTP archive: ${ajv.errorsText(isHar.errors)}`);
}
