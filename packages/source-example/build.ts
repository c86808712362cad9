// Makes dist/. main.cjs is the connector and all it depends on, in one file, because each further file costs milliseconds to find and
// to link; what `spec` does not need (the HTTP client, the validator) runs only when it is first used, which CommonJS allows.
// source-example.js looks at Node's version, and lets compiled code be kept between runs, before it loads that file.
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

const mainIsBeside: Plugin = {
  name: 'main-is-beside',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/src\/main\.ts$/ }, () => ({ path: './main.cjs', external: true }));
  },
};

const settings = {
  absWorkingDir: here,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node22.20',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const;

await rm(`${here}/dist`, { recursive: true, force: true });
await build({ ...settings, entryPoints: ['source-example.js'], format: 'esm', plugins: [mainIsBeside] });
await build({
  ...settings,
  entryPoints: ['src/main.ts'],
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'importMetaUrl' },
  plugins: [plainStringWidth],
});
