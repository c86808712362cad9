import { GraphqlError } from './graphql-error.ts';
import type { Field } from './parse-query.ts';

/** Gives the value of a field from its arguments. */
export type Resolver = (args: Readonly<Record<string, unknown>>) => unknown;

/** An object that a query looks into: a value for each field, or what gives it. */
export type GraphqlObject = Readonly<Record<string, unknown>>;

/** An entry of `errors` in an answer. */
export interface ErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

/** What a query gives: `data`, with null at the place of each error. */
export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly ErrorEntry[];
}

/** Answers the fields of a query from an object. */
export function executeQuery(fields: readonly Field[], root: GraphqlObject): Answer {
  const errors: ErrorEntry[] = [];

  const select = (value: unknown, { fields: asked, name }: Field, path: readonly (string | number)[]): unknown => {
    if (Array.isArray(value))
      return value.map((item, index) => select(item, { name, alias: name, args: {}, fields: asked }, [...path, index]));
    if (value === null || typeof value !== 'object') return value;
    if (asked.length > 0) return object(value as GraphqlObject, asked, path);
    throw new GraphqlError('GRAPHQL_VALIDATION_FAILED', `Field "${name}" must have a selection of subfields.`);
  };

  const object = (value: GraphqlObject, asked: readonly Field[], path: readonly (string | number)[]): unknown =>
    Object.fromEntries(
      asked.map((field) => {
        const at = [...path, field.alias];
        try {
          if (!Object.hasOwn(value, field.name)) {
            throw new GraphqlError('GRAPHQL_VALIDATION_FAILED', `Cannot query field "${field.name}".`);
          }
          const member = value[field.name];
          return [
            field.alias,
            select(typeof member === 'function' ? (member as Resolver)(field.args) : member, field, at),
          ];
        } catch (error) {
          if (!(error instanceof GraphqlError)) throw error;
          errors.push({ message: error.message, path: at, extensions: { code: error.code } });
          return [field.alias, null];
        }
      }),
    );

  const data = object(root, fields, []);
  return errors.length === 0 ? { data } : { data, errors };
}
