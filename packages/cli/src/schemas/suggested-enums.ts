import type { FoundType } from './found-type.ts';
import { fieldPath, itemsPath } from './schema-change.ts';

/** Fields whose texts are few and come again and again, with these. */
export function suggestedEnums(found: FoundType, path = ''): Map<string, readonly string[]> {
  const own: [string, readonly string[]][] =
    found.isEnum === true && typeof found.texts === 'object' ? [[path, found.texts]] : [];
  const ofFields = [...(found.fields ?? [])].flatMap(([name, field]) => [
    ...suggestedEnums(field, fieldPath(path, name)),
  ]);
  const ofItems = found.items === undefined ? [] : [...suggestedEnums(found.items, itemsPath(path))];
  return new Map([...own, ...ofFields, ...ofItems]);
}
