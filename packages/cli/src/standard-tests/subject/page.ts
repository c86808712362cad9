import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '@headwater/cdk/protocol';
import type { ApiResponse, Exchange } from '../../recording/exchange.ts';

/** Lists deeper than this are part of a record. */
const DEEPEST = 4;

/** A response with a list of records. */
export interface Page extends Exchange {
  readonly body: JsonValue;
  /** The records: the longest list of objects in the body. */
  readonly list: readonly JsonObject[];
}

/** An exchange as a page; `undefined` for an error, for what is no JSON, and for JSON without a list of objects. */
export function pageOf(exchange: Exchange): Page | undefined {
  const body = bodyOf(exchange.response);
  const list = body === undefined ? undefined : recordList(body);
  return body === undefined || list === undefined ? undefined : { ...exchange, body, list };
}

/** The body as JSON; `undefined` for an error and for what is no JSON. */
export function bodyOf({ status, body }: ApiResponse): JsonValue | undefined {
  if (status < 200 || status > 299) return undefined;
  try {
    return parseJson(body.toString()) as JsonValue;
  } catch {
    return undefined;
  }
}

/** The longest list of objects, or an empty list when there is no other. */
function recordList(body: JsonValue): readonly JsonObject[] | undefined {
  const lists = listsIn(body, 0).filter((list): list is readonly JsonObject[] => list.every(isJsonObject));
  return lists.toSorted((a, b) => b.length - a.length)[0];
}

function listsIn(value: JsonValue | undefined, depth: number): (readonly JsonValue[])[] {
  if (Array.isArray(value)) return [value as readonly JsonValue[]];
  if (!isJsonObject(value) || depth === DEEPEST) return [];
  return Object.values(value).flatMap((item) => listsIn(item, depth + 1));
}
