import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonSchema } from '../protocol/json.ts';

/**
 * Puts in place of each local `$ref` (`#/definitions/…`, `#/$defs/…` or any other JSON Pointer) what it points at, and
 * drops the definitions: destinations do not follow references. Keywords beside a `$ref` win over those it points at.
 *
 * @param label Names the schema in an error.
 * @throws ConnectorError for a reference that is circular, leads nowhere, or points into another document.
 */
export function inlineRefs(schema: JsonSchema, label: string): JsonSchema {
  const { definitions: _definitions, $defs: _defs, ...root } = schema;
  return inline(root, []) as JsonSchema;

  function inline(node: unknown, open: readonly string[]): unknown {
    if (Array.isArray(node)) return node.map((item) => inline(item, open));
    if (typeof node !== 'object' || node === null) return node;
    const { $ref: ref, ...rest } = node as Record<string, unknown>;
    if (typeof ref !== 'string') return mapValues(node, (value) => inline(value, open));
    if (open.includes(ref))
      throw new ConnectorError(`${label} has a circular $ref, which no destination can store: ${ref}`);
    const target = inline(resolve(ref), [...open, ref]);
    return { ...(target as object), ...mapValues(rest, (value) => inline(value, open)) };
  }

  function resolve(ref: string): unknown {
    if (!ref.startsWith('#')) {
      throw new ConnectorError(`${label} has a $ref to another document, only local ones are inlined: ${ref}`);
    }
    // '#name' without a slash is an anchor, which is not looked up.
    let target: unknown = ref === '#' || ref.startsWith('#/') ? schema : undefined;
    for (const token of ref.split('/').slice(1)) {
      const key = decodePercent(token).replaceAll('~1', '/').replaceAll('~0', '~');
      target = (target as Record<string, unknown> | undefined)?.[key];
    }
    if (typeof target !== 'object' || target === null)
      throw new ConnectorError(`${label} has a $ref that leads nowhere: ${ref}`);
    return target;
  }
}

function mapValues(object: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

function decodePercent(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
