import { type JsonValue, parseJson, writeJson } from '@headwater/cdk/protocol';

/** What a body says, by name: each field of a form, each leaf of JSON by its path, or the whole text as `body`. */
export function bodyValues(body: Buffer, contentType: string): Map<string, string> {
  if (body.length === 0) return new Map();
  const text = body.toString();
  if (contentType.includes('x-www-form-urlencoded')) return valuesOf(new URLSearchParams(text), 'body.');
  try {
    const values = new Map<string, string>();
    addLeaves(values, 'body', parseJson(text) as JsonValue);
    return values;
  } catch {
    return new Map([['body', text]]);
  }
}

/** The number that {@link valuesOf} gives a parameter which comes several times. */
const NUMBER = /#(\d+)$/;

/** A parameter as it was sent, without its number. */
export function sentName(name: string): string {
  return name.replace(NUMBER, '');
}

/** A parameter for a person: `"page"`, or `"expand[]" (number 2)` where it comes several times. */
export function quoteName(name: string): string {
  const [, number] = NUMBER.exec(name) ?? [];
  return `"${sentName(name)}"${number === undefined ? '' : ` (number ${number})`}`;
}

/** The values of a query or form by name; one that comes several times has a number from the second on. */
export function valuesOf(params: URLSearchParams, prefix = ''): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of params) {
    let place = prefix + name;
    for (let count = 2; values.has(place); count++) place = `${prefix}${name}#${count}`;
    values.set(place, value);
  }
  return values;
}

function addLeaves(values: Map<string, string>, place: string, value: JsonValue): void {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0) values.set(place, typeof value === 'string' ? value : (writeJson(value) ?? ''));
  for (const [name, item] of entries) addLeaves(values, `${place}.${name}`, item ?? null);
}
