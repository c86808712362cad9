import type { Ajv, ValidateFunction } from 'ajv';
import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonSchema } from '../protocol/json.ts';
import { requireSchema } from './require-schema.ts';

let validator: Promise<Ajv> | undefined;

/**
 * Compiles a JSON Schema (draft-07). Loads ajv when it is first called: commands that validate nothing start without it.
 *
 * @param label Names the schema in an error: `The schema of stream "orders"`.
 * @throws ConnectorError when it is no valid JSON Schema.
 */
export async function compileSchema(schema: JsonSchema, label: string): Promise<ValidateFunction> {
  // ajv takes what is no schema at all, such as `"name": "string"` among properties, for one that allows everything.
  requireSchema(schema, label);
  const ajv = await (validator ??= loadAjv());
  try {
    // The document may name a dialect that ajv does not hold; it is read as draft-07 all the same.
    const { $schema: _dialect, ...draft07 } = schema;
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
