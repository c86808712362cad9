import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VARIANT } from './compose-project.ts';

/** The package whose files a project is made of: in the workspace, or beside the published code. */
const FOLDER = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../../templates/source-acme/' : './templates/source-acme/',
    import.meta.url,
  ),
);
/** What the template is made of. A build, a recording, a state or a secret may lie beside it. */
const FOLDERS = ['.github', '.vscode', 'mock', 'schemas', 'src', 'test'];
/** Besides those that are there once for each choice. */
const FILES = new Set([
  '.dockerignore',
  'AGENTS.md',
  'README.md',
  'gitignore',
  'metadata.yaml',
  'package.json',
  'source-acme.js',
  'tsconfig.json',
]);

/** The text of every file of the template by its path, with `/` between folders. */
export async function readTemplate(folder = FOLDER): Promise<Map<string, string>> {
  const files = await readdir(folder);
  const paths = files.filter((name) => FILES.has(name) || VARIANT.test(name));
  for (const part of FOLDERS) {
    const entries = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
    const inside = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    paths.push(...inside.map((path) => relative(folder, path).split(sep).join('/')));
  }
  return new Map(
    await Promise.all(paths.sort().map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const)),
  );
}
