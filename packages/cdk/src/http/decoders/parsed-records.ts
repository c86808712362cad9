/** What a part of a body holds: records, and where it broke after them. */
export interface ParsedRecords {
  readonly records: readonly unknown[];
  readonly failure?: Error;
}

export const NOTHING: ParsedRecords = { records: [] };

/** What two parts hold that follow each other, of which the first is not broken. */
export function joined(first: ParsedRecords, second: ParsedRecords): ParsedRecords {
  if (first.records.length === 0) return second;
  return { ...second, records: [...first.records, ...second.records] };
}

/** Yields the records, if there are any, then throws the failure, if there is one. */
export function* given({ records, failure }: ParsedRecords): Generator<readonly unknown[], undefined> {
  if (records.length > 0) yield records;
  if (failure !== undefined) throw failure;
}
