import type { FoundType } from './found-type.ts';
import { formatNames } from './string-format.ts';
import type { ValueProfile } from './value-profile.ts';

/** An enum has at most so many values … */
const MOST_CHOICES = 12;
/** … each of which came so many times on average … */
const LEAST_REPEATS = 8;
/** … and is a word that a program could know. */
const CHOICE = /^[A-Za-z][\w.:/ -]{0,39}$/;

/** Numbers, days, months and uuids: names that a program makes up while it runs. */
const NAME_IS_DATA = /^(?:\d+|\d{4}-\d\d(?:-\d\d)?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** What records say about their schema. */
export function foundInRecords(profile: ValueProfile): FoundType {
  const { types, fields, items } = profile;
  const names = [...fields.keys()];
  return {
    types,
    ...(profile.strings > 0 ? textsOf(profile) : {}),
    ...(profile.objects > 0
      ? {
          fields: new Map([...fields].map(([name, field]) => [name, foundInRecords(field)])),
          always: new Set(names.filter((name) => isAlwaysThere(profile, name))),
        }
      : {}),
    ...(names.length > 0 && names.every((name) => NAME_IS_DATA.test(name)) ? { isMap: true } : {}),
    ...(items === undefined ? {} : { items: foundInRecords(items) }),
  };
}

function textsOf({ formats, texts, strings }: ValueProfile): Pick<FoundType, 'formats' | 'texts' | 'isEnum'> {
  if (texts === undefined) return { formats: formatNames(formats), texts: 'many' };
  const choices = [...texts].toSorted();
  return {
    formats: formatNames(formats),
    texts: choices,
    isEnum:
      formats === 0 &&
      choices.length <= MOST_CHOICES &&
      strings >= choices.length * LEAST_REPEATS &&
      choices.every((text) => CHOICE.test(text)),
  };
}

function isAlwaysThere({ objects, fields }: ValueProfile, name: string): boolean {
  const field = fields.get(name);
  return field !== undefined && field.count === objects && field.nulls === 0;
}
