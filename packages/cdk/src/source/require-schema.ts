import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, type JsonSchema, jsonTypeOf, showValue } from '../protocol/json.ts';

const TYPES: ReadonlySet<unknown> = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const MAPS_OF_SCHEMAS = ['properties', 'patternProperties', 'definitions', '$defs'];
const LISTS_OF_SCHEMAS = ['oneOf', 'anyOf', 'allOf', 'items'];
const SCHEMAS = ['items', 'additionalProperties', 'not', 'contains', 'propertyNames', 'if', 'then', 'else'];

/**
 * Looks whether a JSON Schema is one as far as can be told without ajv, whose loading and compiling takes longer than many a read:
 * schemas where schemas belong, and types that there are.
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
  const { type } = schema;
  const unknown = type === undefined ? [] : [type].flat().filter((name) => !TYPES.has(name));
  if (unknown.length > 0) return `${path}/type must be of ${[...TYPES].join(', ')}, got ${showValue(unknown[0])}`;
  for (const [inside, place] of schemasIn(schema)) {
    const problem = schemaProblem(inside, `${path}/${place}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function* schemasIn(schema: JsonSchema): Generator<readonly [unknown, string]> {
  for (const keyword of MAPS_OF_SCHEMAS) {
    const map = schema[keyword];
    if (isJsonObject(map)) for (const name in map) yield [map[name], `${keyword}/${name}`];
  }
  for (const keyword of LISTS_OF_SCHEMAS) {
    const list = schema[keyword];
    if (Array.isArray(list)) for (const [index, item] of list.entries()) yield [item, `${keyword}/${index}`];
  }
  for (const keyword of SCHEMAS) if (isJsonObject(schema[keyword])) yield [schema[keyword], keyword];
}
