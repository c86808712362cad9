import { isJsonObject, type JsonSchema } from '../protocol/json.ts';

/**
 * The values of a config that its schema marks as secret (`"airbyte_secret": true`), wherever they stand: in nested objects,
 * lists and all options of a `oneOf`. A secret object or list gives every value in it.
 */
export function secretValues(schema: JsonSchema, config: unknown): string[] {
  const found = new Set<string>();
  visit(schema, config);
  return [...found];

  function visit(node: unknown, value: unknown): void {
    if (!isJsonObject(node) || value === undefined || value === null) return;
    if (node['airbyte_secret'] === true) {
      addAll(value);
      return;
    }
    for (const keyword of ['oneOf', 'anyOf', 'allOf']) {
      const options = node[keyword];
      if (Array.isArray(options)) for (const option of options) visit(option, value);
    }
    const { properties = {}, additionalProperties, items } = node;
    if (isJsonObject(value)) {
      for (const name in value) {
        const isDeclared = isJsonObject(properties) && Object.hasOwn(properties, name);
        visit(isDeclared ? properties[name] : additionalProperties, value[name]);
      }
    }
    if (Array.isArray(value)) value.forEach((item, index) => visit(Array.isArray(items) ? items[index] : items, item));
  }

  function addAll(value: unknown): void {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      found.add(value.toString());
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(addAll);
  }
}
