/** Work that is done piece by piece: a stream, whose slices are the pieces. */
export interface WorkQueue {
  /** Queues of the same group never have work under way, nor begun and unfinished, at the same time. */
  readonly group?: string | undefined;
  /** How many pieces may be under way at once. */
  readonly maxPlaces: number;
  /** Gives the next piece; `undefined` when there is none. Asked once at a time, and only when there is a place for the piece. */
  next(): Promise<(() => Promise<void>) | undefined>;
  /** Called once, when all pieces are done. */
  finish(): Promise<void>;
}

interface QueueProgress {
  readonly queue: WorkQueue;
  /** Pieces under way, and the one that is being asked for. */
  active: number;
  isAsked: boolean;
  isBegun: boolean;
  isExhausted: boolean;
  isFinished: boolean;
  /** Grows with each turn: the queue that had its turn longest ago comes first. */
  lastTurn: number;
}

/**
 * Works through queues with a bounded number of places. A free place goes to the queue with the fewest pieces under way, among
 * these to the one that had its turn longest ago, so none starves. With one place the queues are done one after
 * another, which makes the order of all output certain.
 *
 * A place is held while the next piece is being asked for, too, and no piece ever waits for another place: there is nothing
 * to lock.
 */
export async function workThrough(queues: readonly WorkQueue[], places: number): Promise<void> {
  const all = queues.map((queue): QueueProgress => ({
    queue,
    active: 0,
    isAsked: false,
    isBegun: false,
    isExhausted: false,
    isFinished: false,
    lastTurn: 0,
  }));
  /** Groups with a queue that has begun and not finished. */
  const busyGroups = new Set<string>();
  let turn = 0;
  let wake: (() => void)[] = [];
  let failure: { readonly error: unknown } | undefined;

  await Promise.all(Array.from({ length: places }, usePlace));
  if (failure !== undefined) throw failure.error;

  async function usePlace(): Promise<void> {
    for (;;) {
      const progress = choose();
      if (progress !== undefined) await takeTurn(progress).catch(fail);
      else if (failure !== undefined || all.every(({ isExhausted }) => isExhausted)) return;
      else await new Promise<void>((resolve) => wake.push(resolve));
    }
  }

  async function takeTurn(progress: QueueProgress): Promise<void> {
    const { queue } = progress;
    progress.isBegun = true;
    if (queue.group !== undefined) busyGroups.add(queue.group);
    progress.isAsked = true;
    progress.active++;
    progress.lastTurn = ++turn;
    try {
      const piece = await queue.next();
      progress.isAsked = false;
      progress.isExhausted = piece === undefined;
      wakeAll();
      await piece?.();
    } finally {
      progress.active--;
    }
    if (progress.isExhausted && progress.active === 0 && !progress.isFinished) {
      progress.isFinished = true;
      await queue.finish();
      if (queue.group !== undefined) busyGroups.delete(queue.group);
    }
    wakeAll();
  }

  /** No queue throws by itself: this is a defect, which ends everything as soon as the pieces under way are done. */
  function fail(error: unknown): void {
    failure ??= { error };
    wakeAll();
  }

  function choose(): QueueProgress | undefined {
    if (failure !== undefined) return undefined;
    const inOrder = places === 1;
    let best: QueueProgress | undefined;
    for (const candidate of all) {
      if (!isReady(candidate)) continue;
      if (inOrder) return candidate;
      const isBetter =
        best === undefined ||
        candidate.active < best.active ||
        (candidate.active === best.active && candidate.lastTurn < best.lastTurn);
      if (isBetter) best = candidate;
    }
    return best;
  }

  function isReady({ queue, isExhausted, isAsked, active, isBegun }: QueueProgress): boolean {
    if (isExhausted || isAsked || active >= queue.maxPlaces) return false;
    return queue.group === undefined || isBegun || !busyGroups.has(queue.group);
  }

  function wakeAll(): void {
    const woken = wake;
    wake = [];
    for (const resume of woken) resume();
  }
}
