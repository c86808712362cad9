/** How many texts one generation holds: the last 50,000 to 100,000 are known. */
const GENERATION = 50_000;

/**
 * Remembers texts, such as page tokens, in memory that stays bounded: a hash of 53 bits each, at most some 4 MB. A round that is
 * longer than what it remembers is noticed too, but only when it is walked again.
 */
export class SeenTexts {
  #recent = new Set<number>();
  #older: ReadonlySet<number> | undefined;
  #count = 0;
  /** A hash from long ago, replaced at each power of two: a round of any length comes by it at last. */
  #anchor: number | undefined;

  /** Takes note of a text, and tells whether it has been there before. */
  add(text: string): boolean {
    const hash = hash53(text);
    if (hash === this.#anchor || this.#recent.has(hash) || this.#older?.has(hash) === true) return true;
    if (this.#recent.size === GENERATION) {
      this.#older = this.#recent;
      this.#recent = new Set();
    }
    this.#recent.add(hash);
    this.#count++;
    if (Number.isInteger(Math.log2(this.#count))) this.#anchor = hash;
    return false;
  }
}

/** Two hashes of 32 bits side by side, as far as a number holds them: among a million texts no two are likely to collide. */
function hash53(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x7f4a7c15;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x85ebca6b);
    low = Math.imul(low ^ code, 0xc2b2ae35);
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  return (scramble(high) >>> 11) * 2 ** 32 + (scramble(low ^ text.length) >>> 0);
}

/** Lets every bit depend on every other. */
function scramble(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}
