type DeclaredField<TRecord> = keyof { [K in keyof TRecord as string extends K ? never : K]: TRecord[K] } & string;

/**
 * The names of a record's declared fields, so that a misspelled one does not compile. An index signature
 * (`[key: string]: unknown`, which generated types have where a schema allows more properties) does not count; of a record
 * type that declares nothing, every name will do.
 */
export type FieldOf<TRecord> = [DeclaredField<TRecord>] extends [never] ? string : DeclaredField<TRecord>;

/** The field or fields that identify a record; `undefined` when nothing does. */
export type PrimaryKey<TRecord> = FieldOf<TRecord> | readonly FieldOf<TRecord>[] | undefined;

/** The fields of a primary key as a list. */
export function primaryKeyOf({
  primaryKey,
}: {
  readonly primaryKey: string | readonly string[] | undefined;
}): readonly string[] {
  if (primaryKey === undefined) return [];
  return typeof primaryKey === 'string' ? [primaryKey] : primaryKey;
}
