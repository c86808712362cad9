import { isJsonObject } from '../protocol/json.ts';
import { codeOf } from './graphql/graphql-errors.ts';
import { valueAtPath } from './value-at-path.ts';

/** One thing that an API says is wrong. */
export interface ApiError {
  readonly text: string;
  /** What is wrong: a field, a parameter, a path in the data. */
  readonly place?: string | undefined;
  /** A word for programs. */
  readonly code?: string | undefined;
  /** Whether the text is itself such a word, which says little alone. */
  readonly isBare?: boolean;
}

/** Where the text stands that explains an error, most telling first. */
const TEXT_PATHS = [
  'error.message',
  'error.description',
  'error.detail',
  'error_description',
  'message',
  'Message',
  'error_message',
  'errorMessage',
  'msg',
  'description',
  'detail',
  'reason',
  'error',
  'title',
  'error.title',
  'error.reason',
  'error.code',
  'error.type',
  'code',
];

/** Where lists of errors stand. */
const LIST_PATHS = ['', 'errors', 'error.errors', 'error', 'message', 'detail'];

const ENTRY_TEXTS = ['message', 'detail', 'msg', 'description', 'title', 'reason'];
const ENTRY_CODES = ['errorCode', 'error_code', 'code'];

/** The text in a body that explains its error; `undefined` when there is none. */
export function errorText(body: unknown): string | undefined {
  return firstText(body, TEXT_PATHS);
}

/**
 * The errors that a body lists: of GraphQL, JSON:API, Salesforce, FastAPI and the like, or as the texts of each field, as Rails has
 * them. None where it lists none.
 */
export function errorList(body: unknown): readonly ApiError[] {
  for (const path of LIST_PATHS) {
    const value = valueAtPath(body, path);
    const errors = Array.isArray(value) ? value.flatMap((entry) => errorOf(entry)) : errorsByField(path, value);
    if (errors.length > 0) return errors;
  }
  return [];
}

/** `{ "from": ["is too old", "is no date"] }`. Only what is called `errors` is that. */
function errorsByField(path: string, value: unknown): readonly ApiError[] {
  if (!path.endsWith('errors') || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, entries]) =>
    [entries].flat().flatMap((entry) => errorOf(entry).map((error) => ({ place: field, ...error }))),
  );
}

function errorOf(entry: unknown): readonly ApiError[] {
  if (typeof entry === 'string') return entry === '' ? [] : [{ text: entry }];
  if (!isJsonObject(entry)) return [];
  const code = firstText(entry, ENTRY_CODES) ?? codeOf(entry);
  const text = firstText(entry, ENTRY_TEXTS);
  const place = placeOf(entry);
  if (text !== undefined) return [{ text, code, ...(place !== undefined && { place }) }];
  return code === undefined ? [] : [{ text: code, isBare: true, ...(place !== undefined && { place }) }];
}

function placeOf(entry: object): string | undefined {
  for (const name of ['path', 'loc']) {
    const keys = valueAtPath(entry, name);
    if (Array.isArray(keys) && keys.length > 0) return keys.join('.');
  }
  const field = firstText(entry, ['field', 'source.parameter', 'source.pointer']);
  const resource = firstText(entry, ['resource']);
  return field !== undefined && resource !== undefined ? `${resource}.${field}` : field;
}

function firstText(value: unknown, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = valueAtPath(value, path);
    if (typeof text === 'string' && text !== '') return text;
  }
  return undefined;
}
