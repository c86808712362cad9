// Makes dist/, which is what the published package runs: Node strips the types of no file under node_modules. The parts of a command
// are loaded when it runs, as in the source. What is private to this workspace goes into it, with the template of `headwater new`.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import manifest from './package.json' with { type: 'json' };
import { readTemplate } from './src/new/template.ts';

const outdir = join(import.meta.dirname, 'dist');
await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['headwater.js'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.20',
  external: Object.keys(manifest.dependencies),
  logLevel: 'warning',
});
for (const [path, text] of await readTemplate()) {
  const copy = join(outdir, 'templates/source-acme', path);
  await mkdir(dirname(copy), { recursive: true });
  await writeFile(copy, text);
}
