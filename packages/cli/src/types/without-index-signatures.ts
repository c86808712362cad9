import { isJsonObject, type JsonSchema } from '@headwater/cdk/protocol';

/** Keywords under which there is a schema, a list of them, or one for each name. */
const SCHEMAS = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'allOf', 'anyOf', 'oneOf'];
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', 'definitions', '$defs'];

/**
 * A schema whose type has just the fields that it names. That objects are open for others is for validation: in a type,
 * `[k: string]: unknown` hides every typo, and takes the fields from `Omit`. A map stays one: an object that names no field, or has a
 * schema for all others.
 */
export function withoutIndexSignatures(schema: JsonSchema): JsonSchema {
  const closed: Record<string, unknown> = { ...schema };
  for (const keyword of SCHEMAS) {
    const value = schema[keyword];
    if (Array.isArray(value)) closed[keyword] = value.map(closedNode);
    else if (value !== undefined) closed[keyword] = closedNode(value);
  }
  for (const keyword of SCHEMAS_BY_NAME) {
    const named = schema[keyword];
    if (!isJsonObject(named)) continue;
    closed[keyword] = Object.fromEntries(Object.entries(named).map(([name, node]) => [name, closedNode(node)]));
  }
  if (namesFields(schema) && isOpen(schema)) closed['additionalProperties'] = false;
  return closed;
}

function closedNode(node: unknown): unknown {
  return isJsonObject(node) ? withoutIndexSignatures(node) : node;
}

function namesFields({ properties }: JsonSchema): boolean {
  return isJsonObject(properties) && Object.keys(properties).length > 0;
}

function isOpen({ additionalProperties = true, patternProperties }: JsonSchema): boolean {
  if (patternProperties !== undefined) return false;
  return (
    additionalProperties === true ||
    (isJsonObject(additionalProperties) && Object.keys(additionalProperties).length === 0)
  );
}
