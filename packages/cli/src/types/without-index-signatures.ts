import { isJsonObject, type JsonSchema } from '@headwater/cdk/protocol';

/** Keywords under which there is a schema, a list of them, or one for each name. */
const SCHEMAS = ['items', 'additionalItems', 'additionalProperties', 'contains', 'allOf', 'anyOf', 'oneOf'];
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', 'definitions', '$defs'];
const CHOICES = ['allOf', 'anyOf', 'oneOf'];
/** What a choice may say without a field or a type: `oneOf: [{ required: ['email'] }, { required: ['phone'] }]`. */
const OF_NO_TYPE: ReadonlySet<string> = new Set(['required', 'not', 'if', 'then', 'else', 'title', 'description']);

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
  if (!namesFields(schema)) return closed;
  if (isOpen(schema)) closed['additionalProperties'] = false;
  // Of these an object with any field would come, beside the one that names its fields.
  for (const keyword of CHOICES) if (isOfNoType(schema[keyword])) delete closed[keyword];
  return closed;
}

function closedNode(node: unknown): unknown {
  return isJsonObject(node) ? withoutIndexSignatures(node) : node;
}

function isOfNoType(choices: unknown): boolean {
  return (
    Array.isArray(choices) &&
    choices.every((choice) => isJsonObject(choice) && Object.keys(choice).every((keyword) => OF_NO_TYPE.has(keyword)))
  );
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
