/**
 * Waits for `promise`, but no longer than until `signal` is aborted, so that a stop does not depend on what others wait for.
 *
 * @throws the signal's reason when it is aborted.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Iterates until `signal` is aborted, and then throws its reason, whatever the iterable is waiting for. */
export async function* iterateUntilAborted<T>(
  iterable: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  const iterator = iterable[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const result = await untilAborted(iterator.next(), signal);
      if (result.done === true) {
        isDone = true;
        return;
      }
      yield result.value;
    }
  } catch (error) {
    isDone = !signal.aborted;
    throw error;
  } finally {
    // An iterator that is stuck would never return: it is told, not waited for.
    if (!isDone) {
      const returned = iterator.return?.();
      if (signal.aborted) returned?.catch(() => {});
      else await returned;
    }
  }
}
