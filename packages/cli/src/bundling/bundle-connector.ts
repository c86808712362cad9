import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildFailure, BuildOptions, BuildResult } from 'esbuild';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import {
  helpWhenAsked,
  leaveMissingPackages,
  mainOfStarter,
  plainStringWidth,
  withoutGotCache,
} from './bundle-plugins.ts';

/** A connector and all that it depends on, without a `node_modules`. */
export interface Bundle {
  /** `main.cjs`: the connector. Node runs it as it is. */
  readonly main: Uint8Array;
  /** What `bin` names, when that is a file of its own: it looks at Node's version, then loads `main.cjs` from beside it. */
  readonly starter: { readonly name: string; readonly text: Uint8Array } | undefined;
  /** The files that are in it, from the project's folder. */
  readonly sources: readonly string[];
}

/**
 * Bundles a connector into one CommonJS file, because each further file costs milliseconds to find and to link, and because in
 * CommonJS what `spec` does not need (the HTTP client, the validator) runs only when it is first used. The same sources give the same
 * bytes.
 *
 * @throws CommandError with the bundler's words, such as a package that is not installed.
 */
export async function bundleConnector(project: Pick<ConnectorProject, 'root' | 'entry'>): Promise<Bundle> {
  const settings = {
    absWorkingDir: project.root,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node22.20',
    // What Node makes of TypeScript, and of modules, whatever the tsconfig.json above them says.
    tsconfigRaw: { compilerOptions: { strict: true, verbatimModuleSyntax: true } },
    // Names stay, for those who read the stack of an error. (keepNames would keep them under shorter ones too, but costs at each
    // function that is made while records are read: a fifth of the time of many small partitions.)
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    write: false,
  } as const satisfies BuildOptions;

  const found: { main?: string } = {};
  // As the bundler names it.
  const entry = await realpath(project.entry);
  const starter = await run({
    ...settings,
    entryPoints: [project.entry],
    format: 'esm',
    plugins: [mainOfStarter(entry, (main) => (found.main = main)), leaveMissingPackages],
  });
  const main = await run({
    ...settings,
    entryPoints: [found.main ?? project.entry],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'importMetaUrl' },
    plugins: [
      plainStringWidth,
      helpWhenAsked,
      leaveMissingPackages,
      ...((await usesGotItself(project.root)) ? [] : [withoutGotCache]),
    ],
  });
  return {
    main: textOf(main),
    starter: found.main === undefined ? undefined : { name: nameOf(starter), text: textOf(starter) },
    sources: Object.keys(main.metafile.inputs),
  };
}

/** Whether the connector's own code may use got, besides the kit. */
async function usesGotItself(root: string): Promise<boolean> {
  const manifest = (await readJsonFile(join(root, 'package.json'), 'Package')) as Manifest | undefined;
  return manifest?.dependencies?.['got'] !== undefined;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

type MadeBundle = BuildResult<{ metafile: true; write: false }>;

async function run(options: BuildOptions & { metafile: true; write: false }): Promise<MadeBundle> {
  const { build, formatMessages } = await import('esbuild');
  try {
    return await build(options);
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    const shown = await formatMessages(errors.slice(0, 5), { kind: 'error', color: false });
    const hint = shown.join('').includes('Top-level await')
      ? '\nA bundle is CommonJS, which has no await outside of functions: put it into one.'
      : '';
    throw new CommandError(`The connector cannot be bundled:\n${shown.join('').trimEnd()}${hint}`, { cause: error });
  }
}

function textOf({ outputFiles }: MadeBundle): Uint8Array {
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}

function nameOf({ outputFiles }: MadeBundle): string {
  return (outputFiles[0]?.path ?? '').split(/[\\/]/).at(-1) as string;
}
