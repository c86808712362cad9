/** Something that is under way, or done while something before it still is. */
export interface Part<TClaim> {
  readonly claim: TClaim | undefined;
  readonly onCovered: () => void;
  isDone: boolean;
}

/**
 * Parts that begin in order and end in any: what a part claims counts only when it and all before it are done.
 *
 * Kept are only the parts that no claim covers yet.
 */
export class ContiguousParts<TClaim> {
  #parts: Part<TClaim>[] = [];
  /** Done, with all before them, and not covered by a claim yet. */
  #uncovered: (() => void)[] = [];

  /**
   * @param claim What may be said when this part and all before it are done; `undefined` when that is nothing new.
   * @param onCovered Called when a claim covers this part.
   */
  open(claim: TClaim | undefined, onCovered: () => void): Part<TClaim> {
    const part = { claim, onCovered, isDone: false };
    this.#parts.push(part);
    return part;
  }

  /** Ends a part. Gives the claim that counts now, when there is a new one. */
  close(part: Part<TClaim>): TClaim | undefined {
    part.isDone = true;
    if (part !== this.#parts[0]) return undefined;
    const firstOpen = this.#parts.findIndex(({ isDone }) => !isDone);
    const done = this.#parts.splice(0, firstOpen === -1 ? this.#parts.length : firstOpen);
    let newest: TClaim | undefined;
    for (const { claim, onCovered } of done) {
      this.#uncovered.push(onCovered);
      if (claim === undefined) continue;
      newest = claim;
      for (const tell of this.#uncovered) tell();
      this.#uncovered = [];
    }
    return newest;
  }
}
