import { readdir, readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import type { TypesArguments } from '../commands/types.ts';
import { type ConnectorProject, findProject } from '../project/connector-project.ts';
import { writeFileAtomically } from '../project/write-file-atomically.ts';
import { counted } from '../terminal/show.ts';
import { BANNER, type GeneratedFile, generateTypes } from './generate-types.ts';

/** How a generated file stands to its schema: `stale` has none any more. */
type FileState = 'current' | 'missing' | 'changed' | 'stale';

interface ComparedFile {
  readonly path: string;
  readonly source: string | undefined;
  readonly state: FileState;
  readonly text: string | undefined;
}

/** What is done about a file that is not current. */
const DONE = { missing: 'written', changed: 'written', stale: 'removed: its schema is gone' } as const;
const FOUND = { missing: 'is missing', changed: 'is not what its schema says', stale: 'has no schema' } as const;

/** The `types` command. */
export async function runTypes(args: TypesArguments, { terminal, cwd }: CommandContext): Promise<ExitCode> {
  const project = await findProject(resolve(cwd, args.project ?? '.'));
  terminal.progress(() => `Making types of ${project.name} …`);
  const files = await compare(project, await generateTypes(project));
  if (!args.check) await Promise.all(files.map(bringUpToDate));

  for (const { path, state } of files) {
    if (state === 'current') continue;
    terminal.print(`${relative(cwd, path)} ${args.check ? FOUND[state] : DONE[state]}`);
  }
  const differing = files.filter(({ state }) => state !== 'current');
  if (differing.length === 0)
    terminal.print(
      `${counted(files.length, 'file')} of types ${files.length === 1 ? 'is' : 'are'} what the schemas say.`,
    );
  else if (args.check) terminal.print('Run "headwater types" and commit what it writes.');
  const isOk = !args.check || differing.length === 0;
  terminal.result({
    command: 'types',
    ok: isOk,
    check: args.check,
    files: files.map(({ path, source, state }) => ({ path, source: source ?? null, state })),
  });
  return isOk ? 0 : 1;
}

/** Files with our banner whose schema is gone are stale; those that others put there are left alone. */
async function compare(
  { generatedFolder: folder }: ConnectorProject,
  generated: readonly GeneratedFile[],
): Promise<ComparedFile[]> {
  const files: ComparedFile[] = [];
  for (const { name, source, text } of generated) {
    const path = join(folder, name);
    const there = await readText(path);
    files.push({
      path,
      source,
      text,
      // A checkout on Windows may have given it other line ends.
      state: there === undefined ? 'missing' : there.replaceAll('\r\n', '\n') === text ? 'current' : 'changed',
    });
  }
  const names: string[] = await readdir(folder).catch(() => []);
  const others = names.filter((name) => name.endsWith('.ts') && !generated.some((file) => file.name === name));
  for (const name of others.toSorted()) {
    const path = join(folder, name);
    if ((await readText(path))?.startsWith(BANNER) !== true) continue;
    files.push({ path, source: undefined, text: undefined, state: 'stale' });
  }
  return files;
}

async function bringUpToDate({ path, text, state }: ComparedFile): Promise<void> {
  if (state === 'current') return;
  await (text === undefined ? rm(path) : writeFileAtomically(path, text, { mode: 0o666 }));
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
