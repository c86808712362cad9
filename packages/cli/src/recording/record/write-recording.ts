import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { showJson } from '../../terminal/show-json.ts';
import { FACTS_FILE, fixturePaths, type RecordingFacts } from '../read-recording.ts';
import { folderOf } from './fixture-files.ts';

/**
 * Writes the files of a recording in place of those that are there. When nothing changed, the time of the recording stays, too:
 * recording the same twice gives the same files.
 *
 * @param files Their texts by path in `folder`.
 * @param owners Only the fixtures of these streams are replaced. `undefined` replaces all.
 */
export async function writeRecording(
  folder: string,
  files: ReadonlyMap<string, string>,
  recordedAt: Date,
  owners: readonly string[] | undefined,
): Promise<void> {
  const folders = owners?.map((owner) => join(folder, folderOf(owner)));
  const before = (await fixturePaths(folder)).filter(
    (path) => folders === undefined || folders.includes(dirname(path)),
  );
  const stale = before.filter((path) => !files.has(path.slice(folder.length + 1).replaceAll('\\', '/')));
  const facts = join(folder, FACTS_FILE);
  const isSame = stale.length === 0 && (await isThere([...files], folder)) && (await textOf(facts)) !== undefined;
  if (isSame) return;
  await Promise.all(stale.map((path) => rm(path)));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await writeFile(facts, `${showJson({ recordedAt: recordedAt.toISOString() } satisfies RecordingFacts)}\n`);
  for (const emptied of new Set(stale.map(dirname))) await rmdir(emptied).catch(() => {});
}

async function isThere(files: readonly (readonly [string, string])[], folder: string): Promise<boolean> {
  const texts = await Promise.all(files.map(([path]) => textOf(join(folder, path))));
  return files.every(([, text], index) => text === texts[index]);
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
