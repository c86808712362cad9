import { ConnectorError } from '../../errors/connector-error.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import { type JsonObject, type JsonValue, jsonTypeOf } from '../../protocol/json.ts';
import { primaryKeyOf } from '../field.ts';
import type { AnyStream, Stream } from '../stream.ts';
import type { ParentStates, Partition, Partitions, PartitionsContext } from '../stream.ts';

/** A parent, and how its records become partitions. */
export interface ParentOptions<TParent extends object> {
  /** The stream whose records are the parents. It is read for its children only, and prints nothing. */
  readonly stream: Stream<TParent, any, any>;
  /** Leaves out parents that have no children. @default every parent is read */
  readonly where?: (parent: TParent) => boolean;
  /** What tells one parent from another, as it stands in the state. @default its primary key: `{ id: 7 }` */
  readonly key?: (parent: TParent) => JsonObject;
  /**
   * Whether only parents that changed since the last read are visited. Use it where every change of a child changes its parent
   * too. Both the parent and the child need a `cursorField`.
   * @default false: all parents are visited in each read
   */
  readonly incremental?: boolean;
}

/**
 * One partition for each record of a parent stream, or of several, one parent after another. The slice is the parent's record.
 *
 * What is claimed of a parent moves on only when the children of all parents up to there are read.
 *
 * @typeParam TParents The records of each parent, in order: `[Order]`. Inferred from the streams.
 * @example readonly partitions = new ParentPartitions({ stream: orders, where: (order) => order.event_count > 0 });
 */
export class ParentPartitions<TParents extends readonly object[]> implements Partitions<TParents[number]> {
  readonly #parents: readonly ParentOptions<any>[];

  /** @throws ConnectorError when a parent has neither a primary key nor a `key`, is incremental without a cursor, or comes twice. */
  constructor(...parents: { readonly [Nth in keyof TParents]: ParentOptions<TParents[Nth]> }) {
    this.#parents = parents;
    const labels = new Set<string>();
    for (const { stream, key, incremental } of parents) {
      const label = streamLabel(stream);
      if (labels.has(label)) {
        throw new ConnectorError(
          `ParentPartitions has two parents named "${label}", whose records and states would be taken for each other: give one another name`,
        );
      }
      labels.add(label);
      if (key === undefined && primaryKeyOf(stream).length === 0) {
        throw new ConnectorError(
          `The parent stream "${label}" has no primary key: give ParentPartitions a key that tells its records apart`,
        );
      }
      if (incremental === true && stream.cursorField === undefined) {
        throw new ConnectorError(`The parent stream "${label}" has no cursorField, so it cannot be read incrementally`);
      }
    }
  }

  /** Whether only some parents are visited: those that changed. */
  get isIncremental(): boolean {
    return this.#parents.some(({ incremental }) => incremental === true);
  }

  async *partitions(context: PartitionsContext): AsyncIterable<Partition<TParents[number]>> {
    let parentStates: ParentStates = {};
    for (const parent of this.#parents) {
      const { stream, where, incremental = false } = parent;
      for await (const { records, state } of context.readParent(stream, incremental)) {
        if (state !== undefined) parentStates = { ...parentStates, [streamLabel(stream)]: state };
        const slices = where === undefined ? records : records.filter(where);
        for (const [index, slice] of (slices as readonly TParents[number][]).entries()) {
          const isClaim = state !== undefined && index === slices.length - 1;
          yield { slice, key: this.#keyOf(parent, slice), ...(isClaim ? { parentState: parentStates } : {}) };
        }
      }
    }
  }

  #keyOf({ stream, key }: ParentOptions<any>, record: object): JsonObject {
    if (key !== undefined) return key(record);
    const fields = fieldsOf(stream, record);
    // Of several parents, two may have records of the same key.
    return this.#parents.length === 1 ? fields : { parent: streamLabel(stream), ...fields };
  }
}

function fieldsOf(stream: AnyStream, record: object): JsonObject {
  const fields = primaryKeyOf(stream).map((field): [string, JsonValue] => {
    const value = (record as Record<string, unknown>)[field];
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return [field, value];
    throw new ConnectorError(
      `A record of the parent stream "${streamLabel(stream)}" has no usable "${field}", which is its primary key: got ${jsonTypeOf(value)}`,
    );
  });
  return Object.fromEntries(fields);
}
