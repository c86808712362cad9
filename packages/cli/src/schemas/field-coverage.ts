import type { FoundType } from './found-type.ts';
import type { JsonType } from './json-type.ts';
import { fieldPath, itemsPath } from './schema-change.ts';
import { formatNames } from './string-format.ts';
import type { ValueProfile } from './value-profile.ts';

/** How often a field was there, and as what. */
export interface FieldCoverage {
  /** Its path, with `[]` for the items of an array: `lines[].quantity`. */
  readonly field: string;
  /** How many objects had it, null included. */
  readonly seen: number;
  /** How many could have had it: the records, or the objects that it is a field of. */
  readonly of: number;
  readonly nulls: number;
  readonly types: readonly JsonType[];
  /** Of its items, where it is an array. */
  readonly itemTypes: readonly JsonType[];
  /** The format that all of its texts have. */
  readonly format: string | undefined;
  /** How many integers JavaScript cannot hold in a number. */
  readonly bigIntegers: number;
}

/** Every field of the records, each followed by those inside of it. */
export function fieldCoverage(profile: ValueProfile, path = ''): FieldCoverage[] {
  return [...profile.fields].flatMap(([name, field]) => {
    const place = fieldPath(path, name);
    return [
      {
        field: place,
        seen: field.count,
        of: profile.objects,
        nulls: field.nulls,
        types: field.types,
        itemTypes: field.items?.types ?? [],
        format: field.strings > 0 ? formatNames(field.formats)[0] : undefined,
        bigIntegers: field.bigIntegers + (field.items?.bigIntegers ?? 0),
      },
      ...fieldCoverage(field, place),
      ...itemCoverage(field.items, itemsPath(place)),
    ];
  });
}

/** Every field of which a description of the API tells. Nothing was seen of them. */
export function describedFields({ fields = new Map<string, FoundType>() }: FoundType, path = ''): FieldCoverage[] {
  return [...fields].flatMap(([name, field]) => {
    const place = fieldPath(path, name);
    const nothing = { seen: 0, of: 0, nulls: 0, bigIntegers: 0 };
    const { types, items, formats = [] } = field;
    return [
      { field: place, ...nothing, types, itemTypes: items?.types ?? [], format: formats[0] },
      ...describedFields(field, place),
      ...(items === undefined ? [] : describedFields(items, itemsPath(place))),
    ];
  });
}

/** Also of lists in lists. */
function itemCoverage(items: ValueProfile | undefined, path: string): FieldCoverage[] {
  if (items === undefined) return [];
  return [...fieldCoverage(items, path), ...itemCoverage(items.items, itemsPath(path))];
}
