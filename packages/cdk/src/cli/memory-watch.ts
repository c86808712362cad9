import { readFileSync } from 'node:fs';
import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { ConnectorError } from '../errors/connector-error.ts';

/** From this share of a limit on, the kernel or V8 may end the process at any moment: V8 gives up at some 93 %. */
const FULL = 0.9;
const CHECK_EVERY_MS = 100;
/** V8 lets garbage fill the heap before it clears it: only what stays full is full. */
const FULL_CHECKS = 3;

/** Where the kernel says how much memory a container may have: cgroup v2, then v1. */
const LIMIT_FILES = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

/**
 * Watches the memory of the process against its container's limit and its heap's, and tells when there is next to none left, while
 * the state can still be kept. Being killed for it leaves no word behind.
 */
export function watchMemory(onFull: (error: ConnectorError) => void): void {
  const containerLimit = memoryLimit(LIMIT_FILES);
  const heapLimit = getHeapStatistics().heap_size_limit - youngGenerationBytes();
  let fullChecks = 0;
  const timer = setInterval(() => {
    const rss = residentBytes();
    const heap = oldGenerationUsed();
    const isContainerFull = containerLimit !== undefined && rss > containerLimit * FULL;
    fullChecks = isContainerFull || heap > heapLimit * FULL ? fullChecks + 1 : 0;
    if (fullChecks < FULL_CHECKS) return;
    clearInterval(timer);
    onFull(isContainerFull ? containerIsFull(rss, containerLimit) : heapIsFull(heap, heapLimit));
  }, CHECK_EVERY_MS);
  timer.unref();
}

/** A file descriptor is needed to ask the kernel. Without a free one, this look at the container's memory is left out. */
function residentBytes(): number {
  try {
    return process.memoryUsage.rss();
  } catch {
    return 0;
  }
}

/** Objects that have lived for a while: it is these that run out of space. */
function oldGenerationUsed(): number {
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => !name.startsWith('new_'));
  return spaces.reduce((used, space) => used + space.space_used_size, 0);
}

/** V8's limit counts three semi-spaces, whose greatest size it does not tell: 16 MB up to version 12, 32 MB since, or as set. */
function youngGenerationBytes(): number {
  const options = `${process.execArgv.join(' ')} ${process.env['NODE_OPTIONS'] ?? ''}`;
  const set = /--max[-_]semi[-_]space[-_]size[= ](\d+)/.exec(options)?.[1];
  const usual = Number.parseInt(process.versions.v8, 10) < 13 ? 16 : 32;
  return 3 * Number(set ?? usual) * 1024 * 1024;
}

/** The container's limit in bytes; `undefined` when there is none. */
export function memoryLimit(files: readonly string[]): number | undefined {
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file, 'utf8').trim();
    } catch {
      continue;
    }
    const bytes = Number(text);
    // Without a limit v2 says "max", and v1 a number that no machine has.
    return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
  }
  return undefined;
}

function containerIsFull(used: number, limit: number): ConnectorError {
  return outOfMemory(used, limit, 'the container may have', 'Give the container more memory');
}

function heapIsFull(used: number, limit: number): ConnectorError {
  return outOfMemory(
    used,
    limit,
    "Node's heap may have",
    'Give the heap more, with NODE_OPTIONS=--max-old-space-size=<MB>',
  );
}

function outOfMemory(used: number, limit: number, whose: string, remedy: string): ConnectorError {
  return new ConnectorError(
    `Memory is running out: the connector uses ${megabytes(used)} of the ${megabytes(limit)} that ${whose}. ` +
      `What was read so far is kept in the state. ${remedy}, or read with smaller pages or a lower --concurrency`,
    { failureType: 'system_error' },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
