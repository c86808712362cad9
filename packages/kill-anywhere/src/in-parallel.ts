/** Runs a task for each item, at most `limit` at a time, and gives the results in the order of the items. */
export async function inParallel<T, TResult>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<TResult>,
): Promise<TResult[]> {
  const results: TResult[] = [];
  // One iterator for all workers: each takes the next item that nobody has.
  const remaining = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of remaining) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}
