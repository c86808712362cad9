import { build } from 'esbuild';

/** Bundles the connector of this folder into another, as connectors are shipped. Gives the file to run. */
export async function buildConnector(folder: string): Promise<string> {
  await build({
    entryPoints: [`${import.meta.dirname}/connector.ts`],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node22.20',
    // CommonJS packages inside an ESM bundle still ask for Node's own modules by require.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return `${folder}/connector.mjs`;
}
