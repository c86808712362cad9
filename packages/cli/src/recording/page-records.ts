import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonValue, parseJson, writeJson } from '@headwater/cdk/protocol';

/** Lists deeper than this are part of a record. */
const DEEPEST = 4;

/** A page whose records can be told from the rest of it. */
export interface PageRecords {
  /** All that is in the body, lines of JSON as a list. */
  readonly value: JsonValue;
  /** The records, as a part of `value`: of JSON the longest list that is in no other. */
  readonly list: JsonValue[];
  /** The body with what `list` has now. */
  write(): Buffer;
}

/** `undefined` for a body that is no JSON, or has no list. */
export function pageRecords(body: Buffer): PageRecords | undefined {
  if (body.length === 0 || !isUtf8(body)) return undefined;
  const text = body.toString();
  try {
    const value = parseJson(text) as JsonValue;
    const list = listsIn(value, 0).toSorted((a, b) => b.length - a.length)[0];
    return list && { value, list, write: () => Buffer.from(writeJson(value) ?? '') };
  } catch {
    return linesOf(text);
  }
}

/** A body with so many of its records, or none: the first ones and the last, which holds the end of what is in order. */
export function trimBody(body: Buffer, records: number): Buffer {
  const page = pageRecords(body);
  if (page === undefined || page.list.length <= records) return body;
  page.list.splice(Math.max(records - 1, 0), page.list.length - records);
  return page.write();
}

function linesOf(text: string): PageRecords | undefined {
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const list = lines.map((line) => parseJson(line) as JsonValue);
    return { value: list, list, write: () => Buffer.from(list.map((item) => `${writeJson(item)}\n`).join('')) };
  } catch {
    return undefined;
  }
}

function listsIn(value: JsonValue, depth: number): JsonValue[][] {
  if (Array.isArray(value)) return [value];
  if (!isJsonObject(value) || depth === DEEPEST) return [];
  return Object.values(value).flatMap((item) => listsIn(item ?? null, depth + 1));
}
