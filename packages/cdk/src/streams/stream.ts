import type { JsonObject, JsonSchema } from '../protocol/json.ts';
import type { StreamState } from '../protocol/state.ts';
import type { SliceContext, StreamContext } from './contexts.ts';
import type { CursorFilter, RecordOrder } from './cursors/highest-value-cursor.ts';
import type { DatetimeWindows } from './cursors/datetime-windows.ts';
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
   * The order by `cursorField` in which the API promises its records: in each partition, or, of a stream that makes its own
   * `streamSlices`, from one slice to the next too. Only
   * `ascending` lets a STATE go out before a slice ends; a record that breaks the promise is noticed, said, and takes
   * the STATE back to where the read began.
   * @default 'unsorted'
   */
  readonly recordOrder?: RecordOrder;

  /**
   * Whether the API's filter gives records whose cursor equals the value asked for. `exclusive` makes STATE stay one
   * value behind, so that records that share the highest value are never lost. With `none` the API cannot filter:
   * older records are left out here, and a `descending` stream ends with the first page that has only older ones.
   * @default 'inclusive'
   */
  readonly cursorFilter?: CursorFilter;

  /**
   * Reads the stream in windows of time: each is asked for by itself, as `context.window`, and several at once. Needs a
   * `cursorField` that holds a time.
   * @default none: all since the state is asked for at once
   */
  readonly windows?: DatetimeWindows;

  /**
   * A STATE goes out at the end of a page, when it says something new, once this many records have gone out since the one before.
   * @default 1: at the end of each page
   */
  readonly checkpointInterval?: number;

  /**
   * Each record of this stream becomes one slice: a child stream reads its part of every parent record. Short for
   * `partitions = new ParentPartitions({ stream: parent })`.
   */
  readonly parent?: Stream<TSlice & object, any, any>;

  /**
   * The parts that this stream is read in, several at once, each with its own pages and its own place in the state.
   * @default none: the stream is read as one
   */
  readonly partitions?: Partitions<TSlice>;

  /**
   * Name of a group of streams of which only one is read at a time, for APIs that do not bear more.
   * @default none
   */
  readonly exclusiveGroup?: string;

  /**
   * Whether a full refresh that broke off goes on where it was: from the page after the last STATE. Say `false` where the
   * API's page tokens are of no use later.
   * @default true for an HttpStream
   */
  readonly resumable?: boolean;

  /** The JSON Schema (draft-07) of one record. Local `$ref`s are fine. May be called more than once a command. */
  abstract getJsonSchema(): JsonSchema | Promise<JsonSchema>;

  /**
   * The parts that the stream is read in, for a stream that makes them by itself and keeps one state for all of them; by
   * default a single one that is `undefined`. With a `parent` or `partitions` it is not called. Called once a read; several
   * slices are read at once, except where `recordOrder` is `ascending`.
   */
  async *streamSlices(_context: StreamContext<TState>): AsyncIterable<TSlice> {
    yield undefined as TSlice;
  }

  /**
   * Makes a state that an earlier version of this stream left behind what the present one goes on from, and leaves every other as
   * it is. Called once a read, before anything else, with the state that was given, if one was.
   *
   * @throws ConfigError when nothing can be made of it; else the stream would be read from its start without a word.
   * @example override migrateState({ modified, ...rest }: StreamState) { return modified === undefined ? rest : { updated_at: modified }; }
   */
  migrateState(state: StreamState): StreamState {
    return state;
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

/** One part of a stream that is read by itself, with its own pages and its own place in the state. */
export interface Partition<TSlice> {
  /** What the stream's methods get as `slice`. */
  readonly slice: TSlice;
  /** What tells this partition from the others, and is the same in every read: `{ store_id: 7 }`. It stands in the state. */
  readonly key: JsonObject;
  /**
   * How far the parents have come, once this partition and all before it are read. Left out where another
   * partition of the same page of parents follows.
   */
  readonly parentState?: ParentStates;
}

/** The state of each parent by its stream's name, with its namespace where it has one: `orders`, or `eu.orders`. */
export interface ParentStates {
  readonly [stream: string]: StreamState;
}

/** A page of a parent's records. */
export interface ParentPage<TRecord = any> {
  readonly records: readonly TRecord[];
  /** What may be claimed of the parent once their children are read; absent when that is nothing new. */
  readonly state?: StreamState;
}

/** What partitions are made from. */
export interface PartitionsContext extends StreamContext<any> {
  /**
   * Reads a parent, a page at a time, without printing anything: from where a read that broke off had come, else from its
   * beginning; with `incremental`, from where the last read had come.
   */
  readonly readParent: (parent: AnyStream, incremental: boolean) => AsyncIterable<ParentPage>;
}

/**
 * The parts that a stream is read in. Several are read at once, up to the source's `concurrency`. With a `cursorField` each keeps
 * a cursor of its own, so a partition that comes later, or failed, is not skipped.
 */
export interface Partitions<TSlice> {
  /**
   * Gives the partitions, in the same order in every read. Called once a read, and asked for the next partition only when there
   * is a free place to read it.
   */
  partitions(context: PartitionsContext): AsyncIterable<Partition<TSlice>> | Iterable<Partition<TSlice>>;
}
