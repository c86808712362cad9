import type { Command } from '../command.ts';
import { type ProjectArguments, projectOptions } from './common-options.ts';

export interface BuildArguments extends ProjectArguments {
  readonly tag: readonly string[];
  readonly base: string;
  readonly platform: readonly string[] | undefined;
  readonly output: string | undefined;
  readonly push: boolean;
  /** `false` for `--no-compile-cache`. */
  readonly compileCache: boolean;
}

export const buildCommand: Command<BuildArguments> = {
  name: 'build',
  description: "Build the connector's image, without Docker",
  options: (parser) =>
    parser
      .options(projectOptions)
      .option('tag', {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [],
        describe: 'Name of the image, with its registry; may be given again [default: of metadata.yaml]',
      })
      .option('base', {
        type: 'string',
        requiresArg: true,
        default: 'node:26-slim',
        describe: 'Image to build on: of a registry, or ./folder with an OCI layout',
      })
      .option('platform', {
        type: 'string',
        requiresArg: true,
        coerce: (given: string | string[]) => [given].flat().flatMap((text) => text.split(',')),
        describe: 'What it runs on: linux/amd64,linux/arm64 [default: linux on this processor]',
      })
      .option('output', {
        type: 'string',
        requiresArg: true,
        describe: 'File for docker load (.tar), or folder for an OCI layout [default: dist/image.tar]',
      })
      .option('push', { type: 'boolean', default: false, describe: 'Push it to the registries of its tags' })
      .option('compile-cache', {
        type: 'boolean',
        default: true,
        describe: 'Bring code compiled; --no-compile-cache for the same digest on any machine',
      }),
  async run(args, context) {
    const { runBuild } = await import('../image/run-build.ts');
    return runBuild(args, context).catch((error: unknown) => {
      // Broken off by the user, who need not be told why.
      if (context.signal.aborted) return 1;
      throw error;
    });
  },
};
