// Makes dist/: the connector and all it depends on, as few files that start fast. What `spec` does not need (the HTTP client,
// the validator) stays in files of its own, which are loaded when they are first used.
import { rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';

const here = import.meta.dirname;

/** A third of the start-up time would go into measuring emoji, of which the help text has none. */
const plainStringWidth: Plugin = {
  name: 'plain-string-width',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, () => ({
      contents: 'export default (text) => text.length;',
    }));
  },
};

await rm(`${here}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: ['source-example.js'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  // CommonJS packages inside an ESM bundle still ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  plugins: [plainStringWidth],
  logLevel: 'warning',
});
