/**
 * The records of a response as a decoder reads them. Iterate it with `for await` to get one after another; or return it from
 * `parseResponse` as it is, or mapped and filtered: then its records are written in the batches in which they come, which
 * spares each of them a turn of the event loop.
 */
export class DecodedRecords<TRecord> implements AsyncIterable<TRecord> {
  readonly #batches: AsyncIterable<readonly TRecord[]>;

  constructor(batches: AsyncIterable<readonly TRecord[]>) {
    this.#batches = batches;
  }

  /** The records in the batches in which they come. */
  get batches(): AsyncIterable<readonly TRecord[]> {
    return this.#batches;
  }

  /** The same records, each as `change` gives it. */
  map<TResult>(change: (record: TRecord) => TResult): DecodedRecords<TResult> {
    return new DecodedRecords(changed(this.#batches, (batch) => batch.map((record) => change(record))));
  }

  /** The records for which `keep` is true. A paginator still counts them all. */
  filter(keep: (record: TRecord) => boolean): DecodedRecords<TRecord> {
    return new DecodedRecords(changed(this.#batches, (batch) => batch.filter((record) => keep(record))));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TRecord, undefined> {
    for await (const batch of this.#batches) yield* batch;
  }
}

async function* changed<TFrom, TTo>(
  batches: AsyncIterable<readonly TFrom[]>,
  change: (batch: readonly TFrom[]) => readonly TTo[],
): AsyncGenerator<readonly TTo[], undefined> {
  for await (const batch of batches) yield change(batch);
}
