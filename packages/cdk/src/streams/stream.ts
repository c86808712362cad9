import type { JsonSchema } from '../protocol/json.ts';
import type { SliceContext, StreamContext } from './contexts.ts';
import type { CursorFilter, RecordOrder } from './cursors/highest-value-cursor.ts';
import type { FieldOf, PrimaryKey } from './field.ts';

/**
 * One table of a source: its name, its schema, and how its records are read. For an HTTP API extend `HttpStream`; extend
 * this class for anything else.
 *
 * A stream is declared by its members. With a `cursorField` it can be read incrementally; with a `parent` or its own
 * `streamSlices` it is read slice by slice.
 *
 * @typeParam TRecord One record, best generated from the stream's schema.
 * @typeParam TSlice What one slice is; the parent's record for a child stream, `undefined` without slices.
 * @typeParam TState What the stream's state holds; by default `{ [cursorField]: value }`.
 */
export abstract class Stream<TRecord extends object, TSlice = undefined, TState = Partial<TRecord>> {
  /** The stream's name, unique in its source: `orders`. */
  abstract readonly name: string;

  /** Sets streams of the same name apart, where a source has such. */
  readonly namespace?: string;

  /** The field or fields that identify a record: `'id'`, or `['order_id', 'line'] as const`; `undefined` when nothing does. */
  abstract readonly primaryKey: PrimaryKey<TRecord>;

  /**
   * The field that grows when a record is made or changed: `updated_at`. Declaring it makes the stream incremental:
   * STATE then holds `{ [cursorField]: highest value seen }`, and the next read gets it as `context.state`.
   */
  readonly cursorField?: FieldOf<TRecord>;

  /**
   * The order by `cursorField` in which the API promises its records, over the whole stream: from one slice to the next too, not
   * only inside each. A stream with a `parent` is read as `unsorted`, because every parent starts over. Only
   * `ascending` lets a STATE go out before a slice ends; a record that breaks the promise is noticed, said, and takes
   * the STATE back to where the read began.
   * @default 'unsorted'
   */
  readonly recordOrder?: RecordOrder;

  /**
   * Whether the API's filter gives records whose cursor equals the value asked for. `exclusive` makes STATE stay one
   * value behind, so that records that share the highest value are never lost.
   * @default 'inclusive'
   */
  readonly cursorFilter?: CursorFilter;

  /**
   * For `ascending` streams: a STATE goes out at the end of a page once this many records have gone out since the one
   * before.
   * @default 1000
   */
  readonly checkpointInterval?: number;

  /** Each record of this stream becomes one slice: a child stream reads its part of every parent record. */
  readonly parent?: Stream<TSlice & object, any, any>;

  /** The JSON Schema (draft-07) of one record. Local `$ref`s are fine. May be called more than once a command. */
  abstract getJsonSchema(): JsonSchema | Promise<JsonSchema>;

  /**
   * The parts that the stream is read in, one after another, in this order. Called once a read. By default one slice
   * for each record of `parent`, or a single slice that is `undefined`.
   */
  async *streamSlices(context: StreamContext<TState>): AsyncIterable<TSlice> {
    if (this.parent === undefined) {
      yield undefined as TSlice;
      return;
    }
    // The parent is read whole: the child's state says nothing about which parents changed.
    const parentContext: StreamContext = { ...context, syncMode: 'full_refresh', state: {} };
    for await (const slice of this.parent.streamSlices(parentContext)) {
      for await (const page of this.parent.readPages({ ...parentContext, slice })) yield* page;
    }
  }

  /**
   * Reads one slice, a page of records at a time. A page is any iterable of records; it is written whole before the
   * next is asked for, so a stream never runs ahead of stdout. What is thrown fails the stream; the records
   * yielded before are kept.
   */
  abstract readPages(context: SliceContext<TSlice, TState>): AsyncIterable<Iterable<TRecord>>;
}

/** Any stream, whatever its records, slices and state are. */
export type AnyStream = Stream<any, any, any>;
