import { isJsonObject, type JsonObject, type JsonValue } from '@headwater/cdk/protocol';

/** The texts of a config that stand in settings of which its schema says nothing, whether at its top or in one of its choices. */
export function undeclaredValues(schema: unknown, config: JsonValue): string[] {
  return undeclaredIn(withChoices(schema), config);
}

function undeclaredIn(schemas: readonly JsonObject[], value: JsonValue): string[] {
  if (schemas.length === 0) return textsIn(value);
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, member]) =>
      undeclaredIn(
        schemas.flatMap((schema) => withChoices(declarationOf(schema, name))),
        member ?? null,
      ),
    );
  }
  if (!Array.isArray(value)) return [];
  const ofItems = schemas.flatMap(({ items }) => [items].flat().flatMap(withChoices));
  return value.flatMap((item: JsonValue) => undeclaredIn(ofItems, item));
}

function declarationOf({ properties, additionalProperties }: JsonObject, name: string): unknown {
  return isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
}

/** A schema, and all that a value of it may have to be besides. */
function withChoices(schema: unknown): JsonObject[] {
  if (!isJsonObject(schema)) return [];
  const { oneOf, anyOf, allOf } = schema;
  return [schema, ...[oneOf, anyOf, allOf].flatMap((choices) => [choices].flat().flatMap(withChoices))];
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((one) => textsIn(one ?? null)) : [];
}
