import ajvModule, { type ValidateFunction } from 'ajv';
import formatsModule from 'ajv-formats';
import { isObject } from './subject/json-shapes.ts';

const ajv = new ajvModule.Ajv({ allErrors: true, verbose: true, strict: false, logger: false, addUsedSchema: false });
formatsModule.default(ajv);

const compiled = new WeakMap<object, ValidateFunction>();

/** Says why a value is no JSON Schema (draft-07); `undefined` when it is one. */
export function schemaProblem(schema: unknown): string | undefined {
  if (!isObject(schema)) return 'it is no object';
  try {
    compileSchema(schema);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** @throws Error when it is no JSON Schema. */
export function compileSchema(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    // A document may name a newer dialect; a platform reads it as draft-07 all the same. Two may have the same id.
    const { $schema: _dialect, $id: _id, ...draft07 } = schema;
    validate = ajv.compile(draft07);
    compiled.set(schema, validate);
  }
  return validate;
}
