import type { Logger } from '../logger.ts';
import type { SliceActivity } from '../streams/contexts.ts';

/** A slice that gives nothing for so long is worth a word; the next one comes when the time has doubled. */
const FIRST_WARNING_MS = 60_000;

export interface WatchedSlice extends SliceActivity {
  readonly label: string;
  /** When it gave something last, in milliseconds since the epoch. */
  since: number;
  warnAfterMs: number;
}

/**
 * Watches the slices under way, and says which of them gives nothing, and what it waits for: so that a run that seems to hang
 * can be told from one that is slow, and by whom it is held up.
 */
export class SlowSlices {
  readonly #logger: Logger;
  readonly #slices = new Set<WatchedSlice>();
  /** Set while nobody reads what was written. */
  isStdoutBlocked = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @param label Names the slice for a message: `Stream "events", slice {"id":7}`. */
  static slice(label: string): WatchedSlice {
    return { label, since: 0, warnAfterMs: FIRST_WARNING_MS, waitingFor: undefined };
  }

  /** The slice begins, or gave a page: from now on it is to give the next. */
  begin(slice: WatchedSlice, now: number): void {
    slice.since = now;
    slice.warnAfterMs = FIRST_WARNING_MS;
    this.#slices.add(slice);
  }

  end(slice: WatchedSlice): void {
    this.#slices.delete(slice);
  }

  /** Call it every few seconds. */
  check(now: number): void {
    for (const slice of this.#slices) {
      const quietMs = now - slice.since;
      if (quietMs < slice.warnAfterMs) continue;
      slice.warnAfterMs *= 2;
      const cause = this.isStdoutBlocked ? 'the reader of stdout' : slice.waitingFor;
      const what = cause === undefined ? '' : `: it waits for ${cause}`;
      this.#logger.warn(`${slice.label} has given nothing for ${Math.round(quietMs / 1000)} s${what}`);
    }
  }
}
