/** Gives the `nth` pseudo-random unsigned 32-bit integer of the record at `index`. */
export type Draw = (index: number, nth?: number) => number;

/** A source of randomness with random access: the same seed, stream, index and nth always give the same integer. */
export function createDraw(seed: number, stream: string): Draw {
  let start = scramble(seed);
  for (const letter of stream) start = scramble(start ^ letter.charCodeAt(0));
  return (index, nth = 0) => scramble(scramble(start ^ index) + Math.imul(nth, 0x9e3779b9));
}

/** The element of a pool that `random` points at. The pool must not be empty. */
export function pick<T>(pool: readonly T[], random: number): T {
  return pool[random % pool.length] as T;
}

function scramble(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
