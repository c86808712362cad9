import type { JsonSchema } from '@headwater/cdk/protocol';
import { canonicalJson } from '@headwater/kill-anywhere';
import { typesIn } from './types-in.ts';

/** Values that may not get higher, and values that may not get lower, for all that was accepted still to be. */
const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Two of them cannot be compared: one that is new or another may refuse what was accepted. */
const FORMS = ['pattern', 'format', 'multipleOf'];

/**
 * Says in what a JSON Schema refuses values that an older one accepted, a few words each. Looks at the value itself, not at properties and
 * items.
 */
export function narrowedBy(before: JsonSchema, after: JsonSchema): string[] {
  return [typeNarrowing(before, after), choiceNarrowing(before, after), ...limitNarrowings(before, after)].filter(
    (words) => words !== undefined,
  );
}

function typeNarrowing(before: JsonSchema, after: JsonSchema): string | undefined {
  const [had, has] = [typesIn(before), typesIn(after)];
  if (has.length === 0) return undefined;
  if (had.length === 0) return `must be ${has.join(' or ')}, which was not said before`;
  const lost = had.filter((type) => !has.includes(type) && !(type === 'integer' && has.includes('number')));
  return lost.length === 0 ? undefined : `${had.join(' or ')} → ${has.join(' or ')}`;
}

function choiceNarrowing(before: JsonSchema, after: JsonSchema): string | undefined {
  const [had, has] = [choicesOf(before), choicesOf(after)];
  if (has === undefined) return undefined;
  if (had === undefined) return `only ${has.map(canonicalJson).join(', ')} from now on`;
  const left = new Set(has.map(canonicalJson));
  const lost = had.map(canonicalJson).filter((choice) => !left.has(choice));
  return lost.length === 0 ? undefined : `no longer takes ${lost.join(', ')}`;
}

function choicesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
}

function limitNarrowings(before: JsonSchema, after: JsonSchema): string[] {
  const limits = [
    ...LEAST.map((name) => ({ name, isNarrower: (had = -Infinity, has = -Infinity) => has > had })),
    ...MOST.map((name) => ({ name, isNarrower: (had = Infinity, has = Infinity) => has < had })),
  ].filter(({ name, isNarrower }) => isNarrower(before[name] as number | undefined, after[name] as number | undefined));
  const forms = FORMS.filter((name) => after[name] !== undefined && after[name] !== before[name]);
  return [...limits.map(({ name }) => name), ...forms].map(
    (name) => `${name} ${show(before[name])} → ${show(after[name])}`,
  );
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'none' : canonicalJson(value);
}
