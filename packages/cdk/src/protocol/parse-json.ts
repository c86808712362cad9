/** Sixteen digits in a row: the shortest integer that a JavaScript number may not hold exactly. */
const LONG_DIGITS = /\d{16}/;

/**
 * Parses JSON as `JSON.parse` does, except that an integer beyond ±2^53 becomes a bigint, so that it leaves in a RECORD
 * digit for digit. Text without sixteen digits in a row takes the fast path and costs one scan more.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export function parseJson(text: string): unknown {
  return LONG_DIGITS.test(text)
    ? JSON.parse(text, keepBigIntegers as Parameters<typeof JSON.parse>[1])
    : JSON.parse(text);
}

/** A reviver; its third argument, the number's source text, is newer than the type library. */
function keepBigIntegers(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}
