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

/**
 * The same iterable, except that it throws the signal's reason as soon as that is aborted, whatever it is waiting for. It is
 * no generator, which would keep each value alive until the next is there.
 */
export function iterateUntilAborted<T>(iterable: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  const iterator = iterable[Symbol.asyncIterator]();
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        try {
          return await untilAborted(iterator.next(), signal);
        } catch (error) {
          // An iterator that is stuck would never return: it is told, not waited for.
          if (signal.aborted) iterator.return?.().catch(() => {});
          throw error;
        }
      },
      async return(value) {
        await iterator.return?.();
        return { done: true, value };
      },
    }),
  };
}
