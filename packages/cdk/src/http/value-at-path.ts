/**
 * The value at a path of names and list positions joined by dots, `meta.next` or `items.0.id`; the empty path is the value
 * itself. `undefined` when something on the way is missing.
 */
export function valueAtPath(value: unknown, path: string): unknown {
  if (path === '') return value;
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}
