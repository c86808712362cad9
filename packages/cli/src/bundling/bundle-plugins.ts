import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Finds the TypeScript that a starter in plain JavaScript loads once it has looked at Node's version, and has it load `main.cjs` from
 * beside it instead. A program in TypeScript has no starter.
 */
export function mainOfStarter(starter: string, onFound: (main: string) => void): Plugin {
  return {
    name: 'main-of-starter',
    setup(bundle) {
      bundle.onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || importer !== starter || !/\.m?js$/.test(starter)) return undefined;
        onFound(resolve(resolveDir, path));
        return { path: './main.cjs', external: true };
      });
    },
  };
}

/** A third of the start-up time would go into measuring emoji, of which the help text has none. */
export const plainStringWidth: Plugin = {
  name: 'plain-string-width',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, () => ({
      contents: 'export default (text) => text.length;',
    }));
  },
};

/**
 * A package that the kit loads only for those who use what needs it (an XML parser, a signer) may be missing, be it that the import
 * itself waits or that the kit's module with the import does. The kit's own error at that place says what to install.
 */
export const leaveMissingPackages: Plugin = {
  name: 'leave-missing-packages',
  setup(bundle) {
    const isAsked = Symbol('asked by this plugin');
    bundle.onResolve(
      { filter: /^[^./]/ },
      async ({ path, kind, importer, resolveDir, with: attributes, pluginData }) => {
        const isOptional = kind === 'dynamic-import' || /[\\/]node_modules[\\/]/.test(importer);
        if (!isOptional || pluginData === isAsked) return undefined;
        const found = await bundle.resolve(path, { kind, importer, resolveDir, with: attributes, pluginData: isAsked });
        // The mark is for this question alone, not for the imports of what was found.
        return found.errors.length > 0 ? { path, external: true } : { ...found, pluginData: undefined };
      },
    );
  },
};

/** got's own cache, which the kit never uses: with its store and the rules of HTTP caching 6 % of the bundle. */
export const withoutGotCache: Plugin = {
  name: 'without-got-cache',
  setup(bundle) {
    bundle.onResolve({ filter: /^cacheable-request$/ }, ({ path, importer }) =>
      /[\\/]node_modules[\\/]got[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: `
        export default class {
          constructor() {
            throw new Error("got's cache is not in this bundle: add got to the dependencies of the connector's package.json");
          }
        }
        export class CacheError extends Error {}
        export class RequestError extends Error {}`,
    }));
  },
};

/** yargs writes its help whenever a command runs, in case that fails: a twelfth of the time of `spec`. It can as well when asked. */
export const helpWhenAsked: Plugin = {
  name: 'help-when-asked',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]yargs[\\/]build[\\/]lib[\\/]usage\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace('cachedHelpMessage = this.help();', ''),
    }));
  },
};
