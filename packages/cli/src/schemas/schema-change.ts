/**
 * How a schema differs from what was found.
 *
 * - `added`: a field that the schema did not know.
 * - `widened`: the schema did not allow what was found.
 * - `narrower`: what was found is less than the schema allows.
 * - `unseen`: a field of the schema that was not found at all.
 * - `untyped`: a field that the schema does not know and that was never anything but null.
 */
export type ChangeKind = 'added' | 'widened' | 'narrower' | 'unseen' | 'untyped';

export interface SchemaChange {
  readonly kind: ChangeKind;
  /** Its path, with `[]` for the items of an array: `lines[].quantity`. Empty for the record itself. */
  readonly field: string;
  /** `integer → number`. */
  readonly text: string;
  /** Whether the schema was changed by it. */
  readonly isWritten: boolean;
}

/** The path of a field inside what is at `path`. */
export function fieldPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The path of the items of the array at `path`. */
export function itemsPath(path: string): string {
  return `${path}[]`;
}
