import { isJsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { FoundType } from '../schemas/found-type.ts';
import { fieldPath } from '../schemas/schema-change.ts';

/** Names of lists that are the records, when there are several lists in a response. */
const USUAL_LISTS = ['data', 'items', 'results', 'records', 'values'];

export interface FoundRecords {
  readonly found: FoundType;
  /** Where they are in the response; empty when it is the list, or one record. */
  readonly recordPath: string;
}

/**
 * The records in what a response holds: the items of its list, or the response itself when it is one record.
 *
 * @param recordPath Where the records are, in dots.
 * @throws CommandError that lists the choices when there are several.
 */
export function findRecords(response: FoundType, recordPath: string | undefined): FoundRecords {
  if (recordPath !== undefined) {
    let found: FoundType | undefined = response;
    for (const name of recordPath.split('.')) found = found?.fields?.get(name);
    if (found === undefined) throw new CommandError(`The response has nothing at --record-path ${recordPath}.`);
    return { found: found.items ?? found, recordPath };
  }
  if (response.items !== undefined) return { found: response.items, recordPath: '' };
  if (response.fields?.has('id') === true) return { found: response, recordPath: '' };
  const lists = listsIn(response);
  const [first, ...more] = lists;
  const usual = lists.filter(([path]) => USUAL_LISTS.includes(path));
  const chosen = more.length === 0 ? first : usual.length === 1 ? usual[0] : undefined;
  if (chosen !== undefined) return { found: chosen[1], recordPath: chosen[0] };
  if (first === undefined) return { found: response, recordPath: '' };
  const choices = lists.map(([path]) => `--record-path ${path}`).join(' or ');
  throw new CommandError(`The response has several lists. Say which holds the records: ${choices}`, { exitCode: 2 });
}

/** Lists of objects, those nearest to the response only, with what is in them. */
function listsIn({ fields = new Map<string, FoundType>() }: FoundType): [path: string, items: FoundType][] {
  const lists: [string, FoundType][] = [];
  for (const [name, { items }] of fields) if (items?.types.includes('object') === true) lists.push([name, items]);
  if (lists.length > 0) return lists;
  for (const [outer, { fields: inner = new Map<string, FoundType>() }] of fields) {
    for (const [name, { items }] of inner) {
      if (items?.types.includes('object') === true) lists.push([fieldPath(outer, name), items]);
    }
  }
  return lists;
}

/** The schema of what a response holds, as JSON; `undefined` when the response has none. */
export function jsonSchemaOf(response: { readonly [keyword: string]: unknown }): unknown {
  const content = isJsonObject(response['content']) ? response['content'] : {};
  const types = Object.keys(content);
  const json = types.find((type) => /^application\/json\b/.test(type)) ?? types.find((type) => /json/.test(type));
  const media = content[json ?? types.find((type) => type === '*/*') ?? ''];
  return isJsonObject(media) ? media['schema'] : undefined;
}
