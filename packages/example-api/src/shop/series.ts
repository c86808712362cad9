/** The records of one stream by index, from 0 up. Any index costs the same, and nothing is kept. */
export interface Series<T> {
  /** The record as an object. */
  readonly record: (index: number) => T;
  /** The same record as JSON text. */
  readonly text: (index: number) => string;
}

/** A series whose text is its record, stringified. */
export function seriesOf<T>(record: (index: number) => T): Series<T> {
  return { record, text: (index) => JSON.stringify(record(index)) };
}
