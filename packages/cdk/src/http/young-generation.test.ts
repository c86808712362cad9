import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Says how large the space for new objects is, in MB, after each of three rounds in which half of them stay alive. */
const script = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { holdYoungGeneration } from '${import.meta.dirname}/young-generation.ts';

  function spaceAfterRound() {
    let alive = [];
    for (let count = 0; count < 2_000_000; count++) {
      alive.push({ count });
      if (alive.length === 20_000) alive = alive.slice(10_000);
    }
    return Math.round(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);
  }

  const release = [holdYoungGeneration(), holdYoungGeneration()];
  const held = spaceAfterRound();
  release[0]();
  release[0]();
  const stillHeld = spaceAfterRound();
  release[1]();
  console.log(JSON.stringify([held, stillHeld, spaceAfterRound()]));
`;

/** What the script says when Node is started with such options. */
async function spaces(...options: string[]): Promise<number[]> {
  const { stdout } = await run(process.execPath, [...options, '--input-type=module', '--eval', script]);
  return JSON.parse(stdout) as number[];
}

test('the space for new objects does not grow until the last one lets go of it', async () => {
  const [held, stillHeld, released] = await spaces();
  expect(stillHeld).toBe(held);
  expect(released).toBeGreaterThan(held ?? 0);
});

test('it grows where Node was started with options for it', async () => {
  const [first] = await spaces('--max-semi-space-size=32');
  const [held] = await spaces();
  expect(first).toBeGreaterThan(held ?? 0);
});
