/** Runs a task for each item, at most `limit` at a time, and gives the results in the order of the items. An item is taken when its turn comes. */
export async function inParallel<T, TResult>(
  items: Iterable<T>,
  limit: number,
  task: (item: T) => Promise<TResult>,
): Promise<TResult[]> {
  const results: TResult[] = [];
  let taken = 0;
  // One iterator for all workers. It is not closed by the first that comes to its end.
  const iterator = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) {
      const index = taken++;
      results[index] = await task(next.value);
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
