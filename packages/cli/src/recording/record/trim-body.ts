import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonValue, parseJson, writeJson } from '@headwater/cdk/protocol';

/** Lists deeper than this are part of a record. */
const DEEPEST = 4;

/** The records of a page, as far as its form tells: of JSON the longest list that is in no other, of JSON lines all. `undefined` without. */
export function countRecords(body: Buffer): number | undefined {
  const read = readPage(body);
  return read?.list.length;
}

/** A body with so many of its records: the first ones and the last, which holds the end of what is in order. */
export function trimBody(body: Buffer, records: number): Buffer {
  const page = readPage(body);
  if (page === undefined || page.list.length <= records) return body;
  page.list.splice(records - 1, page.list.length - records);
  return Buffer.from(page.write());
}

interface Page {
  readonly list: JsonValue[];
  write(): string;
}

function readPage(body: Buffer): Page | undefined {
  if (body.length === 0 || !isUtf8(body)) return undefined;
  const text = body.toString();
  try {
    const value = parseJson(text) as JsonValue;
    const list = listsIn(value, 0).toSorted((a, b) => b.length - a.length)[0];
    return list && { list, write: () => writeJson(value) ?? '' };
  } catch {
    return readLines(text);
  }
}

function readLines(text: string): Page | undefined {
  try {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const list = lines.map((line) => parseJson(line) as JsonValue);
    return { list, write: () => list.map((item) => `${writeJson(item)}\n`).join('') };
  } catch {
    return undefined;
  }
}

function listsIn(value: JsonValue, depth: number): JsonValue[][] {
  if (Array.isArray(value)) return [value];
  if (!isJsonObject(value) || depth === DEEPEST) return [];
  return Object.values(value).flatMap((item) => listsIn(item ?? null, depth + 1));
}
