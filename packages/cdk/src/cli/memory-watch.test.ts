import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { memoryLimit, watchMemory } from './memory-watch.ts';

async function file(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'memory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'memory.max');
  await writeFile(path, text);
  return path;
}

test.each([
  ['cgroup v2', '536870912\n', 536_870_912],
  ['cgroup v2 without a limit', 'max\n', undefined],
  ['cgroup v1 without a limit', '9223372036854771712\n', undefined],
  ['what nobody knows', 'lots', undefined],
])('the limit of a container, by %s', async (_case, text, limit) => {
  expect(memoryLimit([await file(text)])).toBe(limit);
});

test('the first file that is there counts', async () => {
  const there = await file('1024');
  expect(memoryLimit(['/nowhere/memory.max', there, await file('2048')])).toBe(1024);
  expect(memoryLimit(['/nowhere/memory.max'])).toBeUndefined();
});

test('H2: where memory cannot be asked for, because no file descriptor is free, the run goes on', () => {
  vi.useFakeTimers();
  const rss = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
    throw new Error('EMFILE: too many open files, uv_resident_set_memory');
  });
  onTestFinished(() => {
    rss.mockRestore();
    vi.useRealTimers();
  });
  const onFull = vi.fn<() => void>();
  watchMemory(onFull);
  vi.advanceTimersByTime(1000);
  expect(rss).toHaveBeenCalledTimes(10);
  expect(onFull).not.toHaveBeenCalled();
});
