import { codeOf, type GraphqlErrorEntry, graphqlErrors } from './graphql/graphql-errors.ts';
import type { HttpResponse } from './http-response.ts';
import { jsonBody } from './json-body.ts';
import { valueAtPath } from './value-at-path.ts';

/** Where APIs put the text that explains an error, most telling first. */
const MESSAGE_PATHS = [
  'error.message',
  'error_description',
  'errors.0.message',
  'errors.0.detail',
  'errors.0',
  'message',
  'detail',
  'error',
  'title',
];

const MAX_LENGTH = 300;

/** Of a list of errors, so many are told. */
const MAX_ERRORS = 3;

/**
 * What a response itself says about its failure, in quotes: the API's own text; of a GraphQL error its place and code too, and
 * of several the first three.
 */
export function apiMessage(response: HttpResponse): string | undefined {
  const body = jsonBody(response);
  const errors = graphqlErrors(body);
  if (errors.length > 0) {
    const more = errors.length > MAX_ERRORS ? `, and ${errors.length - MAX_ERRORS} more` : '';
    return `${errors.slice(0, MAX_ERRORS).map(describe).join(', ')}${more}`;
  }
  for (const path of MESSAGE_PATHS) {
    const value = valueAtPath(body, path);
    if (typeof value === 'string' && value !== '') return quoted(value);
  }
  return undefined;
}

function describe(error: GraphqlErrorEntry): string {
  const { message, path } = error;
  const code = codeOf(error);
  const place = Array.isArray(path) && path.length > 0 ? ` at ${path.join('.')}` : '';
  return `${quoted(message)}${place}${code === undefined ? '' : ` (${code})`}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
}
