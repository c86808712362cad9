// What `pnpm test:container` runs: brings Debian's container tools, starts an engine and registries of its own, runs the tests in
// tests/, and ends what it started, whatever happened. On a machine where that cannot be, it says so and does nothing; with --require
// that is a failure.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildImages } from './build-images.ts';
import { startEngine } from './engine.ts';
import { hindrance, installPackages } from './machine.ts';
import { makeNodeImage } from './node-image.ts';
import { removeFolder } from './remove-folder.ts';
import { startDockerRegistry } from './docker-registry.ts';
import { LOGIN, type Setup, SETUP_VARIABLE } from './setup.ts';
import { startTokenServer } from './token-server.ts';

const args = process.argv.slice(2);
const isRequired = args.includes('--require');
const why = hindrance();
if (why !== undefined) {
  console.log(`The container tests ${isRequired ? 'cannot run' : 'are skipped'}: ${why}.`);
  process.exit(isRequired ? 1 : 0);
}

const startedAt = performance.now();
const say = (text: string): void => console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${text}`);
const folder = await mkdtemp(join(tmpdir(), 'headwater-container-'));
/** What was started, the last first. */
const ends: (() => Promise<void>)[] = [() => removeFolder(folder)];
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());

try {
  await installPackages(say);
  const engine = await startEngine(join(folder, 'engine'));
  ends.unshift(engine.stop);
  say('the engine runs');
  const registry = await startDockerRegistry(join(folder, 'registry'), undefined);
  ends.unshift(registry.stop);
  const privateRegistry = await startDockerRegistry(join(folder, 'private-registry'), LOGIN);
  ends.unshift(privateRegistry.stop);
  const tokens = await startTokenServer(LOGIN);
  ends.unshift(tokens.stop);
  const tokenRegistry = await startDockerRegistry(join(folder, 'token-registry'), tokens);
  ends.unshift(tokenRegistry.stop);
  say('three registries run');
  await makeNodeImage(engine, join(folder, 'node'));
  say('there is an image that stands in for node:26-slim');
  const setup: Setup = {
    folder,
    images: await buildImages(engine, registry.host, folder, say),
    dockerHost: engine.host,
    registry: registry.host,
    privateRegistry: privateRegistry.host,
    tokenRegistry: tokenRegistry.host,
  };
  process.exitCode = await runTests(setup);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const end of ends) await end();
  say('ended what was started');
}

function runTests(setup: Setup): Promise<number> {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const child = spawn(
    process.execPath,
    [
      vitest,
      'run',
      '--config',
      join(import.meta.dirname, 'vitest.config.ts'),
      ...args.filter((arg) => arg !== '--require'),
    ],
    { stdio: 'inherit', env: { ...process.env, [SETUP_VARIABLE]: JSON.stringify(setup) }, signal: stop.signal },
  );
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
