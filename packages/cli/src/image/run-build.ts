import { resolve } from 'node:path';
import { CommandError } from '../command-error.ts';
import { explainFileError } from '../explain-file-error.ts';
import type { CommandContext, ExitCode } from '../command.ts';
import type { BuildArguments } from '../commands/build.ts';
import { readMetadata } from '../project/connector-metadata.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import { showBytes, showPath } from '../terminal/show.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { buildImage } from './build-image.ts';
import { buildOutput } from './build-output.ts';
import type { BuiltImage } from './built-image.ts';
import { type ImageReference, parseImageReference, showImageReference } from './image-reference.ts';
import type { Descriptor } from './oci.ts';
import { openBase } from './open-base.ts';
import { hostPlatform, parsePlatform, showPlatform } from './platform.ts';
import { pushImage } from './push-image.ts';
import { Registries } from './registry/registries.ts';
import { writeDockerArchive } from './write-docker-archive.ts';
import { writeOciLayout } from './write-oci-layout.ts';

/** Builds the image of a project, writes or pushes it, and says what came of it. */
export async function runBuild(args: BuildArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, cwd, env, signal } = context;
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  const name = await imageName(project, terminal);
  const tags = (args.tag.length === 0 ? [`${name}:${project.version}`] : args.tag).map(tagOf);
  const platforms = [...new Set(args.platform ?? [hostPlatform()])].map(parsePlatform);
  const output = await buildOutput(args, project, cwd, platforms.length);
  const registries = new Registries({ env, signal });
  terminal.progress(() => `Looking at ${args.base} …`);
  const base = await openBase(args.base, registries, cwd);
  terminal.progress(() => `Building ${name} …`);
  const image = await buildImage({
    project,
    base,
    platforms,
    name,
    created: creationTime(env),
    compileCache: args.compileCache,
  });
  signal.throwIfAborted();

  const shown = tags.map(showImageReference);
  const digest = image.root.descriptor.digest;
  const onBlob = ({ size }: Descriptor): void => {
    signal.throwIfAborted();
    terminal.progress(() => `${args.push ? 'Pushing' : 'Writing'} ${showBytes(size)} …`);
  };
  terminal.print(`${shown[0]}  ${digest}`);
  for (const line of describe(image, base.name)) terminal.print(line);
  const pushed = [];
  if (output !== undefined) {
    await (output.isArchive ? writeDockerArchive : writeOciLayout)(output.path, image, tags, onBlob).catch((error) =>
      explainFileError(error, output.path),
    );
    const path = showPath(output.path, cwd);
    terminal.print(output.isArchive ? `In ${path}: docker load --input ${path}` : `In ${path}, as an OCI layout.`);
  }
  if (args.push) {
    for (const tag of tags) {
      const { sent, there } = await pushImage(registries.repository(tag), tag.tag ?? 'latest', image, onBlob);
      pushed.push({ tag: showImageReference(tag), sent, there });
      terminal.print(`Pushed ${showImageReference(tag)}: sent ${showBytes(sent)}, ${showBytes(there)} were there.`);
    }
  }
  terminal.result({
    command: 'build',
    ok: true,
    tags: shown,
    digest,
    base: { name: base.name, digest: base.found.descriptor.digest },
    platforms: image.platforms.map(({ platform, manifest }) => ({
      platform: showPlatform(platform),
      digest: manifest.descriptor.digest,
    })),
    sbom: image.sbom.manifest.descriptor.digest,
    output: output === undefined ? undefined : showPath(output.path, cwd),
    pushed: args.push ? pushed : undefined,
  });
  return 0;
}

/** `dockerRepository` of metadata.yaml, else the package's name. */
async function imageName(project: ConnectorProject, terminal: Terminal): Promise<string> {
  const { dockerRepository, dockerImageTag } = await readMetadata(project);
  if (dockerImageTag !== undefined && dockerImageTag !== project.version) {
    terminal.warn(
      `metadata.yaml says version ${dockerImageTag}, package.json ${project.version}: the image is ${project.version}.`,
    );
  }
  return dockerRepository ?? project.name.replace(/^@/, '');
}

function tagOf(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference.digest !== undefined) {
    throw new CommandError(`--tag ${text} names a digest, which follows from the content`, { exitCode: 2 });
  }
  return { ...reference, tag: reference.tag ?? 'latest' };
}

/** @see https://reproducible-builds.org/specs/source-date-epoch/ */
function creationTime(env: CommandContext['env']): Date {
  const seconds = env['SOURCE_DATE_EPOCH'] || '0';
  if (/^\d{1,11}$/.test(seconds)) return new Date(Number(seconds) * 1000);
  throw new CommandError(`SOURCE_DATE_EPOCH must be seconds since 1970, got "${seconds}"`, { exitCode: 2 });
}

function describe({ platforms }: BuiltImage, base: string): string[] {
  return platforms.map(({ platform, layers, ownLayers }) => {
    const own = layers.slice(-ownLayers).map(({ descriptor }) => showBytes(descriptor.size));
    const cache = own[1] === undefined ? '' : `, compiled code ${own[1]}`;
    return `  ${showPlatform(platform)}  on ${base}: connector ${own[0]}${cache}`;
  });
}
