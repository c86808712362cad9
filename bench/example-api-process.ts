import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The example API in a process of its own, so that a contestant does not share a core with it. */
export interface ExampleApiProcess extends AsyncDisposable {
  /** `http://127.0.0.1:41873` */
  readonly url: string;
}

/** A page has at most this many bytes a record; pages are kept as long as the cache has room for them. */
const BYTES_A_RECORD = 600;

/** The most that the API keeps, in MB. Beyond it pages are made anew at each read, for all contestants alike. */
const LARGEST_CACHE_MB = 1500;

/**
 * Starts the API.
 *
 * @param options.listings how many ways of paging are read: each has its own pages in the cache
 */
export async function startExampleApiProcess(options: {
  readonly records: number;
  readonly listings: number;
}): Promise<ExampleApiProcess> {
  const main = fileURLToPath(new URL('main.ts', import.meta.resolve('@headwater/example-api')));
  const megabytes = Math.ceil((options.records * options.listings * BYTES_A_RECORD) / 1_000_000);
  const cache = Math.min(megabytes, LARGEST_CACHE_MB);
  const child = spawn(process.execPath, [main, '--size', String(options.records), '--page-cache-mb', String(cache)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  const url = /http:\S+/.exec(String(line))?.[0];
  if (url === undefined) throw new Error(`The example API did not start: ${String(line)}`);
  // A benchmark that is stopped leaves nothing behind.
  process.once('exit', () => child.kill());
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}
