import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, type JsonSchema, jsonTypeOf, showValue } from '../protocol/json.ts';

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const MAPS_OF_SCHEMAS: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'definitions', '$defs']);
const LISTS_OF_SCHEMAS: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf']);
const SCHEMAS: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
]);
const LISTS: ReadonlySet<string> = new Set(['required', 'enum']);

/**
 * Looks whether a JSON Schema is one as far as can be told without ajv, whose loading and compiling takes longer than many a read:
 * schemas and lists where they belong, and types that there are.
 *
 * @param label Names the schema in the error: `The schema of stream "orders"`.
 * @throws ConnectorError that says where it is none.
 */
export function requireSchema(schema: JsonSchema, label: string): void {
  const problem = schemaProblem(schema, '#');
  if (problem !== undefined) throw new ConnectorError(`${label} is not a valid JSON Schema: ${problem}`);
}

function schemaProblem(schema: unknown, path: string): string | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (!isJsonObject(schema)) return `${path} must be a schema, got ${jsonTypeOf(schema)}`;
  for (const [keyword, value] of Object.entries(schema)) {
    const problem = value === undefined ? undefined : keywordProblem(keyword, value, `${path}/${keyword}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function keywordProblem(keyword: string, value: unknown, path: string): string | undefined {
  if (keyword === 'type') return typeProblem(value, path);
  if (MAPS_OF_SCHEMAS.has(keyword)) {
    if (!isJsonObject(value)) return `${path} must be an object of schemas, got ${jsonTypeOf(value)}`;
    return firstProblem(Object.entries(value), path);
  }
  if (LISTS_OF_SCHEMAS.has(keyword) || (keyword === 'items' && Array.isArray(value))) {
    if (!Array.isArray(value)) return `${path} must be a list of schemas, got ${jsonTypeOf(value)}`;
    return firstProblem(value.entries(), path);
  }
  if (SCHEMAS.has(keyword)) return schemaProblem(value, path);
  return LISTS.has(keyword) && !Array.isArray(value) ? `${path} must be a list, got ${jsonTypeOf(value)}` : undefined;
}

function typeProblem(type: unknown, path: string): string | undefined {
  const types = [type].flat();
  const isKnown = types.length > 0 && types.every((name) => TYPES.has(name));
  const found = types.find((name) => !TYPES.has(name)) ?? type;
  return isKnown ? undefined : `${path} must be of ${[...TYPES].join(', ')}, got ${showValue(found)}`;
}

function firstProblem(schemas: Iterable<readonly [string | number, unknown]>, path: string): string | undefined {
  for (const [place, schema] of schemas) {
    const problem = schemaProblem(schema, `${path}/${place}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
