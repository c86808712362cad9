import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { ParentPartitions } from './parent-partitions.ts';
import type { Partition, Partitions, PartitionsContext } from '../stream.ts';

/**
 * Every combination of the partitions of two: each of the first with each of the second, which are made once and kept. A slice is
 * the pair of both. Parents in it are not `incremental`: one that is new has to be combined with every other, changed or not.
 *
 * @example readonly partitions = new ProductPartitions(new ParentPartitions({ stream: stores }), new ListPartitions(kinds));
 */
export class ProductPartitions<TFirst, TSecond> implements Partitions<readonly [TFirst, TSecond]> {
  readonly #first: Partitions<TFirst>;
  readonly #second: Partitions<TSecond>;

  /**
   * @param second The one with fewer partitions: they are kept in memory.
   * @throws ConnectorError when one of them has an incremental parent.
   */
  constructor(first: Partitions<TFirst>, second: Partitions<TSecond>) {
    if ([first, second].some((side) => side instanceof ParentPartitions && side.isIncremental)) {
      throw new ConnectorError(
        'ProductPartitions cannot have incremental parents: a new one would be combined only with those that changed. ' +
          'Leave `incremental` out, so that all are visited in each read',
      );
    }
    this.#first = first;
    this.#second = second;
  }

  async *partitions(context: PartitionsContext): AsyncIterable<Partition<readonly [TFirst, TSecond]>> {
    const seconds: Partition<TSecond>[] = [];
    for await (const second of this.#second.partitions(context)) seconds.push(second);
    for await (const { slice, key, parentState } of this.#first.partitions(context)) {
      for (const [index, second] of seconds.entries()) {
        // What the first has come to is true only when its last combination is read.
        const isLast = index === seconds.length - 1 && parentState !== undefined;
        yield {
          slice: [slice, second.slice],
          key: joinKeys(key, second.key),
          ...(isLast ? { parentState } : {}),
        };
      }
    }
  }
}

function joinKeys(first: JsonObject, second: JsonObject): JsonObject {
  const shared = Object.keys(first).find((field) => field in second);
  if (shared === undefined) return { ...first, ...second };
  throw new ConnectorError(
    `Both sides of ProductPartitions tell their partitions apart by "${shared}": give one of them another key, else partitions are taken for each other`,
  );
}
