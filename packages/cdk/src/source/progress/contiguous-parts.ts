/** Something that is under way, or done while something before it still is. */
export interface Part<TClaim> {
  readonly claim: TClaim | undefined;
  readonly id: string;
  isDone: boolean;
}

/**
 * Parts that begin in order and end in any: what a part claims counts only when it and all before it are done.
 *
 * Kept are only the parts that no claim covers yet.
 */
export class ContiguousParts<TClaim> {
  #parts: Part<TClaim>[] = [];
  readonly #onCovered: ((id: string) => void) | undefined;
  /** There is a part that will never be done: those after it count for nothing. */
  #isBroken = false;
  /** Done, with all before them, and not covered by a claim yet; kept only where somebody is told of it. */
  #uncovered: string[] = [];

  /** @param onCovered Called with each part that a claim covers; left out, a part that is done costs nothing more. */
  constructor(onCovered?: (id: string) => void) {
    this.#onCovered = onCovered;
  }

  /** @param claim What may be said when this part and all before it are done; `undefined` when that is nothing new. */
  open(id: string, claim: TClaim | undefined): Part<TClaim> {
    const part = { id, claim, isDone: false };
    if (!this.#isBroken) this.#parts.push(part);
    return part;
  }

  /** Gives a part up: neither it nor any after it will count. */
  abandon(part: Part<TClaim>): void {
    const at = this.#parts.indexOf(part);
    if (at === -1) return;
    this.#parts.length = at;
    this.#isBroken = true;
  }

  /** Ends a part. Gives the claim that counts now, when there is a new one. */
  close(part: Part<TClaim>): TClaim | undefined {
    part.isDone = true;
    if (part !== this.#parts[0]) return undefined;
    const firstOpen = this.#parts.findIndex(({ isDone }) => !isDone);
    const done = this.#parts.splice(0, firstOpen === -1 ? this.#parts.length : firstOpen);
    let newest: TClaim | undefined;
    for (const { id, claim } of done) {
      if (claim !== undefined) newest = claim;
      if (this.#onCovered === undefined) continue;
      this.#uncovered.push(id);
      if (claim === undefined) continue;
      for (const covered of this.#uncovered) this.#onCovered(covered);
      this.#uncovered = [];
    }
    return newest;
  }
}
