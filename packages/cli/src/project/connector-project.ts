import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CommandError } from '../command-error.ts';

/** Where the files of a connector's project are. All paths are absolute. */
export interface ConnectorProject {
  /** The name of its package. */
  readonly name: string;
  readonly version: string;
  readonly root: string;
  /** The file that starts the connector, from `bin` of package.json. */
  readonly entry: string;
  readonly specFile: string;
  /** One JSON Schema a stream: `<stream>.json`. */
  readonly schemasFolder: string;
  /** The TypeScript that is made from both. */
  readonly generatedFolder: string;
  /** What the API was asked and answered: one folder a stream. */
  readonly fixturesFolder: string;
  /** What this tool keeps between runs; not for version control. */
  readonly privateFolder: string;
}

/**
 * Finds the project that a folder belongs to: the nearest package.json upwards with a `bin`.
 *
 * @throws CommandError when there is none.
 */
export async function findProject(folder: string): Promise<ConnectorProject> {
  let isPackage = false;
  for (let at = resolve(folder); ; at = dirname(at)) {
    const manifest = await readManifest(join(at, 'package.json'));
    isPackage ||= manifest !== undefined;
    const bin = typeof manifest?.bin === 'object' ? Object.values(manifest.bin)[0] : manifest?.bin;
    if (bin !== undefined) return toProject(at, manifest ?? {}, bin);
    if (at === dirname(at)) break;
  }
  throw new CommandError(
    isPackage
      ? `The package.json of ${resolve(folder)} names no program: a connector needs "bin": { "source-name": "./source-name.js" }.`
      : `${resolve(folder)} is in no connector project: no package.json is in it or above it. "headwater new <name>" makes one.`,
    { exitCode: 2 },
  );
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly bin?: string | Readonly<Record<string, string>>;
}

async function readManifest(path: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text) as Manifest;
  } catch (cause) {
    throw new CommandError(`${path} is not valid JSON`, { exitCode: 2, cause });
  }
}

async function toProject(root: string, { name, version }: Manifest, bin: string): Promise<ConnectorProject> {
  const entry = join(root, bin);
  const isThere = await stat(entry).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere) {
    throw new CommandError(`"bin" of ${join(root, 'package.json')} names ${bin}, which does not exist`, {
      exitCode: 2,
    });
  }
  return {
    name: name ?? 'connector',
    version: version ?? '0.0.0',
    root,
    entry,
    specFile: join(root, 'spec.json'),
    schemasFolder: join(root, 'schemas'),
    generatedFolder: join(root, 'src/generated'),
    fixturesFolder: join(root, 'fixtures'),
    privateFolder: join(root, '.headwater'),
  };
}
