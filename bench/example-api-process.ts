import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A page has at most this many bytes a record; pages are kept as long as the cache has room for them. */
const BYTES_A_RECORD = 600;

/** The most that the API keeps, in MB. Beyond it pages are made anew at each read, for all contestants alike. */
const LARGEST_CACHE_MB = 1500;

/**
 * Runs `use` while the API runs in a process of its own, so that no contestant shares a core with it, and ends the API after it,
 * whatever happens.
 *
 * @param options.latencyMs milliseconds before each answer
 * @param options.listings how many ways of paging are read: each has its own pages in the cache
 */
export async function withExampleApi<T>(
  options: { readonly records: number; readonly listings: number; readonly latencyMs?: number },
  use: (url: string) => Promise<T>,
): Promise<T> {
  const main = fileURLToPath(new URL('main.ts', import.meta.resolve('@headwater/example-api')));
  const megabytes = Math.ceil((options.records * options.listings * BYTES_A_RECORD) / 1_000_000);
  const cache = Math.min(megabytes, LARGEST_CACHE_MB);
  const flags = { size: options.records, 'page-cache-mb': cache, latency: options.latencyMs ?? 0 };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  // A benchmark that is stopped leaves nothing behind.
  const kill = (): void => void child.kill();
  process.once('exit', kill);
  try {
    const [line] = (await Promise.race([once(child.stdout, 'data'), exited])) as [unknown];
    const url = /http:\S+/.exec(String(line))?.[0];
    if (url === undefined) throw new Error(`The example API did not start: ${String(line)}`);
    return await use(url);
  } finally {
    process.off('exit', kill);
    kill();
    await exited;
  }
}
