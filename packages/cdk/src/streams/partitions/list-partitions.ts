import type { JsonObject } from '../../protocol/json.ts';
import type { Partition, Partitions } from '../stream.ts';

/**
 * One partition for each item of a list, which comes from the config or from the code. An item is a JSON object, and is what
 * the state knows the partition by: give it what identifies it, and nothing that changes.
 *
 * @example readonly partitions = new ListPartitions(config.stores.map((id) => ({ store_id: id })));
 */
export class ListPartitions<TSlice extends object> implements Partitions<TSlice> {
  readonly #items: readonly TSlice[];

  constructor(items: readonly TSlice[]) {
    this.#items = items;
  }

  *partitions(): Iterable<Partition<TSlice>> {
    for (const slice of this.#items) yield { slice, key: slice as JsonObject };
  }
}
