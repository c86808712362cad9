import type { JsonObject } from '../../protocol/json.ts';
import { streamLabel } from '../../protocol/catalog.ts';
import type { StreamState } from '../../protocol/state.ts';
import type { StreamContext } from '../../streams/contexts.ts';
import type { Cursor } from '../../streams/cursors/cursor.ts';
import type { CursorOpener } from '../../streams/cursors/cursor-opener.ts';
import type { ParentPage, ParentStates, Partition, Partitions } from '../../streams/stream.ts';
import { partitionKey } from '../../streams/state-formats/partition-key.ts';
import type { AnyStream } from '../../streams/stream.ts';
import { ContiguousParts, type Part } from './contiguous-parts.ts';
import type { PartitionStates } from './partition-states.ts';
import { readParent } from './read-parent.ts';
import { labelOf } from './slice-label.ts';
import type { DueSlice, StreamProgress } from './stream-progress.ts';
import { writeJson } from '../../protocol/write-json.ts';

export interface PartitionedProgressOptions {
  /** Whether a partition can go on from a page in the middle. */
  readonly isResumable: boolean;
  readonly partitions: Partitions<any>;
  readonly states: PartitionStates;
  readonly cursors: CursorOpener;
  /** The progress of a parent, which is read like any other stream. */
  readonly openProgress: (stream: AnyStream, startState: StreamState) => Promise<StreamProgress>;
}

/** A partition that is being read, or waits for those before it. */
interface OpenPartition {
  readonly id: string;
  readonly key: JsonObject;
  readonly cursor: Cursor;
  /** The cursor's state that is known already, as JSON. */
  known: string;
  /** Slices that are under way; one more while there may be further ones. */
  slicesLeft: number;
  isSkipped: boolean;
}

/** The progress of a stream that is read in partitions, each with a cursor of its own. */
export class PartitionedProgress implements StreamProgress {
  readonly isSequential = false;
  readonly #options: PartitionedProgressOptions;
  readonly #states: PartitionStates;
  /** What the parents have come to counts only when everything before is read. */
  readonly #parts: ContiguousParts<ParentStates>;
  readonly #finalParents: Record<string, StreamState> = {};
  #hasSkipped = false;
  #hasSkippedParents = false;

  constructor(options: PartitionedProgressOptions) {
    this.#options = options;
    this.#states = options.states;
    // The state of an incremental read names every partition, covered or not.
    this.#parts = new ContiguousParts(options.states.isFullRefresh ? (id) => options.states.forget(id) : undefined);
  }

  get hasSkipped(): boolean {
    return this.#hasSkipped || this.#hasSkippedParents;
  }

  async *slices(context: StreamContext<any>): AsyncGenerator<DueSlice> {
    const partitions = this.#options.partitions.partitions({
      ...context,
      readParent: (parent, incremental) => this.#readParent(parent, incremental, context),
    });
    for await (const partition of partitions) {
      const id = partitionKey(partition.key);
      const part = this.#parts.open(id, partition.parentState);
      const startState = this.#states.begin(id);
      // Twice in one read, or read whole before that broke off.
      if (startState === undefined) this.#endPart(part);
      else yield* this.#slicesOf(partition, part, startState);
    }
  }

  newState(): StreamState | undefined {
    return this.#states.takeIfChanged();
  }

  state(): StreamState | undefined {
    return this.#states.state();
  }

  finalState(): StreamState {
    if (!this.hasSkipped) return this.#states.finalState(this.#finalParents);
    return this.#states.finalStateWithGaps(this.#hasSkipped ? {} : this.#finalParents);
  }

  *#slicesOf(
    { slice, key }: Partition<unknown>,
    part: Part<ParentStates>,
    startState: StreamState,
  ): Iterable<DueSlice> {
    const cursor = this.#options.cursors.open(startState);
    const known = writeJson(cursor.state());
    const open: OpenPartition = { id: part.id, key, cursor, known, slicesLeft: 1, isSkipped: false };
    const release = (): void => {
      if (open.isSkipped || --open.slicesLeft > 0) return;
      cursor.finish();
      this.#note(open);
      this.#states.end(cursor);
      this.#endPart(part);
    };
    const skip = (): void => {
      open.isSkipped = true;
      this.#hasSkipped = true;
      this.#parts.abandon(part);
    };
    const windows = cursor.windows()[Symbol.iterator]();
    for (let next = windows.next(); next.done !== true && !open.isSkipped;) {
      const window = next.value;
      const progress = cursor.open(window);
      next = windows.next();
      // The last one holds the partition open until it ends; each before it, besides.
      if (next.done !== true) open.slicesLeft++;
      const end = (): void => {
        progress.end();
        release();
      };
      yield {
        label: labelOf(key, window),
        slice,
        window,
        state: cursor.startState,
        progress,
        isResumable: this.#options.isResumable,
        endPage: () => {
          progress.endPage?.();
          this.#note(open);
        },
        end,
        skip,
        get isSkipped() {
          return open.isSkipped;
        },
      };
      if (next.done === true) return;
    }
    // There was nothing to read in it.
    release();
  }

  #note(open: OpenPartition): void {
    const state = open.cursor.state();
    const json = writeJson(state);
    if (json === open.known) return;
    open.known = json;
    this.#states.set(open.id, open.key, state);
  }

  #endPart(part: Part<ParentStates>): void {
    const parentStates = this.#parts.close(part);
    if (parentStates !== undefined) this.#states.advanceParents(parentStates);
  }

  async *#readParent(parent: AnyStream, incremental: boolean, context: StreamContext<any>): AsyncIterable<ParentPage> {
    const label = streamLabel(parent);
    const progress = await this.#options.openProgress(parent, this.#states.parentStart(label, incremental));
    yield* readParent(parent, progress, context);
    if (progress.hasSkipped) this.#hasSkippedParents = true;
    if (incremental) this.#finalParents[label] = progress.finalState();
  }
}
