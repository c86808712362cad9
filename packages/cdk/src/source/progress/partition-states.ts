import { ConnectorError } from '../../errors/connector-error.ts';
import type { Logger } from '../../logger.ts';
import { type JsonObject, showValue } from '../../protocol/json.ts';
import { NO_CURSOR_STATE, type StreamState } from '../../protocol/state.ts';
import type { Cursor } from '../../streams/cursors/cursor.ts';
import type { CursorOpener } from '../../streams/cursors/cursor-opener.ts';
import { isComplete } from '../../streams/cursors/page-cursor.ts';
import type { ParentStates } from '../../streams/stream.ts';
import type { RawCursorValue } from '../../streams/state-formats/cursor-state.ts';
import { partitionKey } from '../../streams/state-formats/partition-key.ts';
import {
  type PartitionedState,
  type PartitionState,
  readPartitionedState,
  writePartitionedState,
} from '../../streams/state-formats/partitioned-state.ts';

/** Above so many partitions one cursor counts for all: a state that names each would grow without end. */
export const MAX_PARTITIONS = 10_000;

export interface PartitionStatesOptions {
  /** The stream's name, for messages. */
  readonly stream: string;
  readonly cursorField: string | undefined;
  readonly cursors: CursorOpener;
  readonly startState: StreamState;
  readonly logger: Logger;
  /** Seconds since the read began. */
  readonly elapsedSeconds: () => number;
  /** @default MAX_PARTITIONS */
  readonly maxPartitions?: number | undefined;
}

/**
 * The state of a stream that is read in partitions, as it stands in STATE messages.
 *
 * - With a cursor: the state of each partition, also of those that were not seen in this read. Above `maxPartitions` one cursor
 *   counts for all, if it holds a time and all were asked in this read; it moves only when everything was read, and the next read
 *   goes back by the time that took.
 * - Without one, for a full refresh that broke off: the partitions that are read, as far as the parents' position does not
 *   say so already.
 */
export class PartitionStates {
  readonly #options: PartitionStatesOptions;
  readonly #start: PartitionedState;
  readonly #startPositions: ParentStates;
  /** What the read started from, by partition. */
  readonly #startOf = new Map<string, PartitionState>();
  /** `undefined` once there are too many. */
  #known: Map<string, PartitionState> | undefined;
  /** Partitions of this read, so that one that comes twice is read once; as long as they are known. */
  readonly #begun = new Set<string>();
  #parents: ParentStates;
  #positions: ParentStates;
  readonly #readParents = new Set<string>();
  readonly #incrementalParents = new Set<string>();
  #highest: RawCursorValue | undefined;
  #isChanged = false;
  #isNoTimeSaid = false;

  /** @throws ConfigError when the start state is none of such a stream. */
  constructor(options: PartitionStatesOptions) {
    this.#options = options;
    const { startState, stream, cursorField } = options;
    const { parent_position: positions, ...rest } = startState;
    const isDone = startState['__ab_no_cursor_state_message'] === true;
    this.#start = isDone
      ? { partitions: [], useGlobalCursor: false }
      : readPartitionedState(rest, cursorField === undefined ? { stream } : { stream, field: cursorField });
    for (const { partition, cursor } of this.#start.partitions)
      this.#startOf.set(partitionKey(partition), { partition, cursor });
    this.#parents = this.#start.parentState ?? {};
    this.#startPositions = (positions ?? {}) as ParentStates;
    this.#positions = this.#startPositions;
    const { global = {}, useGlobalCursor } = this.#start;
    this.#known = useGlobalCursor && this.#mayCountForAll(global) ? undefined : new Map(this.#startOf);
  }

  get isFullRefresh(): boolean {
    return this.#options.cursorField === undefined;
  }

  /**
   * Where a parent's read starts: with `incremental` after the last read, else where a read broke off.
   *
   * @throws ConnectorError when it is incremental, and a full refresh cannot keep its state; or when it is read a second time.
   */
  parentStart(parent: string, incremental: boolean): StreamState {
    if (this.#readParents.has(parent)) {
      throw new ConnectorError(
        `Stream "${this.#options.stream}" reads two parents named "${parent}", whose states would be taken for each other: give one another name`,
      );
    }
    this.#readParents.add(parent);
    if (incremental && this.isFullRefresh) {
      throw new ConnectorError(
        `Stream "${this.#options.stream}" reads its parent "${parent}" incrementally, but has no cursorField, so it has no state to keep the parent's in`,
      );
    }
    if (incremental) this.#incrementalParents.add(parent);
    return (incremental ? this.#parents : this.#startPositions)[parent] ?? {};
  }

  /** Where a partition's read starts; `undefined` when it is not to be read: it came before, or was read whole. */
  begin(id: string): StreamState | undefined {
    if (this.#begun.has(id)) return undefined;
    if (this.#begun.size < this.#maxPartitions) this.#begun.add(id);
    const own = this.#startOf.get(id)?.cursor;
    if (own !== undefined) return this.isFullRefresh && isComplete(own) ? undefined : own;
    // Of a stream whose state names each partition, one that it does not name is new: it is read from its start.
    const isNew = this.#start.partitions.length > 0 && !this.#start.useGlobalCursor;
    if (isNew || this.#start.global === undefined) return {};
    return this.#options.cursors.before(this.#start.global, this.#start.lookbackWindow ?? 0);
  }

  /** The state of a partition has moved. */
  set(id: string, partition: JsonObject, cursor: StreamState): void {
    if (this.#known === undefined) return;
    this.#known.set(id, { partition, cursor });
    this.#isChanged = true;
    if (this.#known.size > this.#maxPartitions && this.#mayCountForAll(cursor)) this.#known = undefined;
  }

  /** A partition was read to its end. */
  end(cursor: Cursor): void {
    const value = cursor.highest?.();
    const { cursors } = this.#options;
    if (value !== undefined && (this.#highest === undefined || cursors.compare(value, this.#highest) > 0))
      this.#highest = value;
  }

  /** The parents' position says that this partition is read: a full refresh need not name it. */
  forget(id: string): void {
    this.#known?.delete(id);
    this.#begun.delete(id);
  }

  /** All partitions up to this state of the parents are read. */
  advanceParents(states: ParentStates): void {
    for (const [name, state] of Object.entries(states)) {
      if (this.#incrementalParents.has(name)) this.#parents = { ...this.#parents, [name]: state };
      else this.#positions = { ...this.#positions, [name]: state };
      this.#isChanged = true;
    }
  }

  takeIfChanged(): StreamState | undefined {
    if (!this.#isChanged) return undefined;
    this.#isChanged = false;
    return this.state();
  }

  /** What is true now; `undefined` when there is nothing to say that the state before did not say better. */
  state(): StreamState | undefined {
    // One cursor counts for all: it moves only at the end.
    if (this.#known === undefined) return undefined;
    const partitions = [...this.#known.values()];
    const position = Object.keys(this.#positions).length === 0 ? {} : { parent_position: this.#positions };
    if (!this.isFullRefresh) return { ...this.#write(this.#start, this.#parents), ...position };
    return partitions.length === 0 && !('parent_position' in position)
      ? undefined
      : { states: partitions.map(({ partition, cursor }) => ({ partition, cursor })), ...position };
  }

  /** All partitions were read to their ends, and there are no more. */
  finalState(finalParents: ParentStates): StreamState {
    if (this.isFullRefresh) return NO_CURSOR_STATE;
    const parents = { ...this.#parents, ...finalParents };
    return this.#write({ ...this.#start, ...this.#finalGlobal() }, parents);
  }

  /**
   * All partitions were read to their ends, but for some that were left out, or never came because their parent was: what counts for
   * all of them stays where it was. Where one cursor does that, so does the whole state.
   */
  finalStateWithGaps(finalParents: ParentStates): StreamState {
    if (this.isFullRefresh) return NO_CURSOR_STATE;
    if (this.#known === undefined) return this.#options.startState;
    return this.#write(this.#start, { ...this.#parents, ...finalParents });
  }

  #finalGlobal(): Partial<PartitionedState> {
    const { cursorField, cursors, elapsedSeconds } = this.#options;
    const before = cursorField === undefined ? undefined : this.#start.global?.[cursorField];
    const isHigher =
      this.#highest !== undefined &&
      (before === undefined || before === null || cursors.compare(this.#highest, before as RawCursorValue) > 0);
    if (!isHigher || cursorField === undefined) return {};
    return { global: { [cursorField]: this.#highest }, lookbackWindow: Math.ceil(elapsedSeconds()) };
  }

  #write({ global, lookbackWindow }: PartitionedState, parents: ParentStates): StreamState {
    return writePartitionedState({
      partitions: [...(this.#known?.values() ?? [])],
      useGlobalCursor: this.#known === undefined,
      ...(global === undefined ? {} : { global }),
      ...(lookbackWindow === undefined ? {} : { lookbackWindow }),
      ...(Object.keys(parents).length === 0 ? {} : { parentState: parents }),
    });
  }

  /** Whether one cursor may count for all partitions: if so, each is asked in the next read for what is newer than that. */
  #mayCountForAll(cursor: StreamState): boolean {
    if (this.isFullRefresh) return true;
    // A read that goes on where one broke off does not ask the partitions of that one: they may have changed long before it.
    if (Object.keys(this.#startPositions).length > 0) return false;
    if (this.#options.cursors.isTime(cursor)) return true;
    this.#sayNoTime(cursor);
    return false;
  }

  /** Of a counter nothing tells how far it went while the others were read. */
  #sayNoTime(cursor: StreamState): void {
    const { stream, cursorField = '', logger } = this.#options;
    const value = cursor[cursorField];
    if (this.#isNoTimeSaid || value === undefined) return;
    this.#isNoTimeSaid = true;
    logger.warn(
      `Stream "${stream}" has more than ${this.#maxPartitions} partitions, and its cursor field "${cursorField}" holds no time, but ` +
        `${showValue(value)}: no value of it can count for all, so the state goes on naming each of them`,
    );
  }

  get #maxPartitions(): number {
    return this.#options.maxPartitions ?? MAX_PARTITIONS;
  }
}
