const fractions = Array.from({ length: 100 }, (_, cents) => String(cents / 100).slice(1));

/** Writes an amount in cents as the JSON number `JSON.stringify(cents / 100)` gives, such as `19.9`. */
export function decimalText(cents: number): string {
  return Math.trunc(cents / 100) + (fractions[cents % 100] as string);
}
