/** The first error of a class among an error and its causes: libraries wrap what is thrown inside of them. */
export function findCause<TError extends Error>(
  thrown: unknown,
  errorClass: abstract new (...args: never[]) => TError,
): TError | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof errorClass) return error;
  }
  return undefined;
}
