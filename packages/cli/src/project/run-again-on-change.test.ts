import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { projectWith } from '../../test/run-in-process.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { Terminal } from '../terminal/terminal.ts';
import { runAgainOnChange } from './run-again-on-change.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

function contextFor(cwd: string, { json = false } = {}) {
  const stop = new AbortController();
  const nowhere = { write: () => true };
  const context: CommandContext = {
    terminal: new Terminal(nowhere, nowhere, { json }),
    cwd,
    env: process.env,
    signal: stop.signal,
  };
  return { context, stop };
}

test('changes that come while a run is being ended start one run, after it', async () => {
  const cwd = await projectWith({ 'notes.md': '' });
  const { context, stop } = contextFor(cwd);
  let running = 0;
  const seen: number[] = [];
  await runAgainOnChange({ project: undefined }, context, async ({ signal }) => {
    seen.push(++running);
    if (seen.length === 1) {
      while (!signal.aborted) {
        await appendFile(join(cwd, 'notes.md'), 'a');
        await sleep(200);
      }
      // It takes its time to end, and more edits come.
      for (let edit = 0; edit < 3; edit++) {
        await appendFile(join(cwd, 'notes.md'), 'b');
        await sleep(150);
      }
    } else stop.abort();
    running--;
    return 0;
  });
  expect(seen).toEqual([1, 1]);
});

test('what the run itself writes is no change', async () => {
  const cwd = await projectWith({ 'notes.md': '' });
  const { context, stop } = contextFor(cwd);
  const seen: string[] = [];
  const watching = runAgainOnChange({ project: undefined }, context, async () => {
    seen.push('run');
    // Late enough that the watching has begun.
    await sleep(200);
    await writeFileAtomically(join(cwd, 'my-state.json'), String(seen.length));
    return 0;
  });
  await sleep(1000);
  seen.push('edit');
  await appendFile(join(cwd, 'notes.md'), 'a');
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(2), 10_000);
  stop.abort();
  await watching;
  expect(seen).toEqual(['run', 'edit', 'run']);
});

test('--json is one document: --watch is refused with it', async () => {
  const { context } = contextFor(await projectWith({}), { json: true });
  const run = runAgainOnChange({ project: undefined }, context, async () => 0);
  await expect(run).rejects.toThrow(CommandError);
});
