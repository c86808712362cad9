import { valueAtPath } from '../value-at-path.ts';

/** An entry of `errors` in a GraphQL response. */
export interface GraphqlErrorEntry {
  readonly message: string;
  /** Where in the data it happened: `['orders', 'nodes', 0, 'total']`. */
  readonly path?: readonly (string | number)[];
  readonly type?: unknown;
  readonly extensions?: { readonly code?: unknown };
}

/** The errors of a GraphQL response; none for a body of another kind. */
export function graphqlErrors(body: unknown): readonly GraphqlErrorEntry[] {
  const errors = valueAtPath(body, 'errors');
  return Array.isArray(errors) && errors.every((error) => typeof valueAtPath(error, 'message') === 'string')
    ? (errors as GraphqlErrorEntry[])
    : [];
}

/** The word for programs that an error carries; GitHub has it as `type`, others in `extensions`. */
export function codeOf({ extensions, type }: Pick<GraphqlErrorEntry, 'extensions' | 'type'>): string | undefined {
  const code = extensions?.code ?? type;
  return typeof code === 'string' && code !== '' ? code : undefined;
}
