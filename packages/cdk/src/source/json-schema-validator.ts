import type { Ajv, ValidateFunction } from 'ajv';
import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, type JsonSchema, jsonTypeOf } from '../protocol/json.ts';

let validator: Promise<Ajv> | undefined;

/**
 * Compiles a JSON Schema (draft-07). Loads ajv when it is first called: commands that validate nothing start without it.
 *
 * @param label Names the schema in an error: `The schema of stream "orders"`.
 * @throws ConnectorError when it is no valid JSON Schema.
 */
export async function compileSchema(schema: JsonSchema, label: string): Promise<ValidateFunction> {
  const ajv = await (validator ??= loadAjv());
  try {
    // The document may name a dialect that ajv does not hold; it is read as draft-07 all the same.
    const { $schema: _dialect, ...draft07 } = schema;
    requireSchemas(draft07, '#');
    return ajv.compile(draft07);
  } catch (cause) {
    throw new ConnectorError(`${label} is not a valid JSON Schema: ${(cause as Error).message}`, { cause });
  }
}

/** An object as a schema speaks of it: members that are undefined are gone, dates are text, bigints are numbers. */
export function asJson(value: object): unknown {
  return JSON.parse(JSON.stringify(value, bigintAsNumber));
}

function bigintAsNumber(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

const MAPS_OF_SCHEMAS = ['properties', 'patternProperties', 'definitions', '$defs'];
const LISTS_OF_SCHEMAS = ['oneOf', 'anyOf', 'allOf', 'items'];
const SCHEMAS = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else'];

/** ajv takes what is no schema at all, such as `"name": "string"` among properties, for one that allows everything. */
function requireSchemas(schema: unknown, path: string): void {
  if (typeof schema === 'boolean') return;
  if (!isJsonObject(schema)) throw new Error(`${path} must be a schema, got ${jsonTypeOf(schema)}`);
  for (const keyword of MAPS_OF_SCHEMAS) {
    const map = schema[keyword];
    if (isJsonObject(map)) for (const name in map) requireSchemas(map[name], `${path}/${keyword}/${name}`);
  }
  for (const keyword of LISTS_OF_SCHEMAS) {
    const list = schema[keyword];
    if (Array.isArray(list)) list.forEach((item, index) => requireSchemas(item, `${path}/${keyword}/${index}`));
  }
  for (const keyword of SCHEMAS) {
    if (isJsonObject(schema[keyword])) requireSchemas(schema[keyword], `${path}/${keyword}`);
  }
}

async function loadAjv(): Promise<Ajv> {
  // Both are CommonJS: only `default` is the same in Node and in a bundle.
  const [{ default: ajvModule }, { default: formatsModule }] = await Promise.all([
    import('ajv'),
    import('ajv-formats'),
  ]);
  const ajv = new ajvModule.Ajv({
    allErrors: true,
    // Each error brings the schema and the value it is about.
    verbose: true,
    // Keywords that Airbyte adds, such as airbyte_secret, are no mistakes.
    strict: false,
    // Compiling finds what is wrong with a schema too, and spares 20 ms of compiling the schema of schemas.
    meta: false,
    validateSchema: false,
    addUsedSchema: false,
    logger: false,
    // Nearly all of it runs once, for the config: making it better takes longer than it saves.
    code: { optimize: false },
  });
  formatsModule.default(ajv);
  // The library's own expression for a URI takes 5 ms to compile, and lets through what no client can ask for.
  ajv.addFormat('uri', (text) => URL.canParse(text));
  return ajv;
}
