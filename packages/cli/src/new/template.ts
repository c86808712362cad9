import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package whose files a project is made of: in the workspace, or beside the published code. */
const FOLDER = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../../../templates/source-acme/' : './templates/source-acme/',
    import.meta.url,
  ),
);
const NOT_PART = new Set(['node_modules', '.headwater', 'secrets', '.env']);

/** The text of every file of the template by its path, with `/` between folders. */
export async function readTemplate(): Promise<Map<string, string>> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length).split(sep).join('/'))
    .filter((path) => !NOT_PART.has(path.split('/')[0] ?? ''));
  return new Map(
    await Promise.all(paths.sort().map(async (path) => [path, await readFile(join(FOLDER, path), 'utf8')] as const)),
  );
}
