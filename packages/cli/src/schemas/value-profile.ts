import type { JsonValue } from '@headwater/cdk/protocol';
import { type JsonType, joinTypes, typeOfValue } from './json-type.ts';
import { ALL_FORMATS, formatsOf } from './string-format.ts';

/** So many different texts are kept of one place; with more they are no enum. */
const MOST_TEXTS = 40;

/** What was seen at one place of many records: a field, the items of an array, or the records themselves. */
export class ValueProfile {
  /** Values that were there, null among them. */
  count = 0;
  nulls = 0;
  /** Integers that a JavaScript number cannot hold. */
  bigIntegers = 0;
  strings = 0;
  objects = 0;
  arrays = 0;
  /** Bits of the formats that all texts have. */
  formats = ALL_FORMATS;
  /** The different texts; `undefined` when there are more than a few. */
  texts: Set<string> | undefined = new Set();
  readonly fields = new Map<string, ValueProfile>();
  /** `undefined` until an array had an item. */
  items: ValueProfile | undefined;
  #types: JsonType[] = [];

  /** Without duplicates; `number` where there were fractions, also among integers. */
  get types(): readonly JsonType[] {
    return this.#types;
  }

  add(value: JsonValue): void {
    this.count++;
    const type = typeOfValue(value);
    if (!this.#types.includes(type)) this.#types = joinTypes(this.#types, [type]);
    if (type === 'null') this.nulls++;
    else if (typeof value === 'bigint') this.bigIntegers++;
    else if (typeof value === 'string') this.#addText(value);
    else if (Array.isArray(value)) this.#addItems(value);
    else if (type === 'object') this.#addFields(value as Readonly<Record<string, JsonValue | undefined>>);
  }

  #addText(text: string): void {
    this.strings++;
    if (this.formats !== 0) this.formats = formatsOf(text, this.formats);
    if (this.texts?.add(text).size === MOST_TEXTS + 1) this.texts = undefined;
  }

  #addItems(items: readonly JsonValue[]): void {
    this.arrays++;
    for (const item of items) (this.items ??= new ValueProfile()).add(item);
  }

  #addFields(object: Readonly<Record<string, JsonValue | undefined>>): void {
    this.objects++;
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      let field = this.fields.get(name);
      if (field === undefined) this.fields.set(name, (field = new ValueProfile()));
      field.add(value);
    }
  }
}

/** Looks at all of them: a field that one record of a thousand has is in the profile. */
export function profileOf(records: Iterable<JsonValue>): ValueProfile {
  const profile = new ValueProfile();
  for (const record of records) profile.add(record);
  return profile;
}
