import ajvModule, { type ErrorObject, type ValidateFunction } from 'ajv';
import formatsModule from 'ajv-formats';
import type { JsonValue } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import { matchesSchema } from './matches-schema.ts';
import type { RecordSchema } from './record-schema.ts';
import { fieldPath, itemsPath } from './schema-change.ts';

/** A rule of a schema that records break. */
export interface BrokenRule {
  readonly field: string;
  /** The keyword of JSON Schema: `pattern`. */
  readonly keyword: string;
  /** `must match pattern "^[A-Z]{3}$"`. */
  readonly text: string;
  /** In so many records. */
  readonly count: number;
}

/**
 * What of a schema records break, as the kit's validator sees it.
 *
 * @param label Names the schema in an error.
 * @throws CommandError when it is no valid JSON Schema.
 */
export function brokenRules(schema: RecordSchema, records: Iterable<JsonValue>, label: string): BrokenRule[] {
  const validate = compile(schema, label);
  const broken = new Map<string, BrokenRule>();
  for (const record of records) {
    if (matchesSchema(validate, record)) continue;
    const rules = new Map((validate.errors ?? []).map((error) => [describe(error), error]));
    for (const [text, error] of rules) {
      const field = fieldOf(error);
      const key = `${field} ${text}`;
      broken.set(key, { field, keyword: error.keyword, text, count: (broken.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...broken.values()];
}

function compile({ $schema: _dialect, ...schema }: RecordSchema, label: string): ValidateFunction {
  // Settings and formats are those of the kit's own validator.
  const ajv = new ajvModule.Ajv({ allErrors: true, strict: false, logger: false });
  formatsModule.default(ajv);
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  try {
    return ajv.compile(schema);
  } catch (cause) {
    throw new CommandError(`${label} is not a valid JSON Schema: ${(cause as Error).message}`, { cause });
  }
}

function describe({ keyword, message = keyword, params }: ErrorObject): string {
  return keyword === 'enum' ? `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}` : message;
}

function fieldOf({ instancePath }: ErrorObject): string {
  let path = '';
  for (const token of instancePath.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    path = /^\d+$/.test(name) ? itemsPath(path) : fieldPath(path, name);
  }
  return path;
}
