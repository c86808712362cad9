import { mkdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainFileError } from '../../explain-file-error.ts';
import { readJsonFile } from '../../project/read-json-file.ts';
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
  facts: RecordingFacts,
  owners: readonly string[] | undefined,
): Promise<void> {
  const folders = owners?.map((owner) => join(folder, folderOf(owner)));
  const before = (await fixturePaths(folder)).filter(
    (path) => folders === undefined || folders.includes(dirname(path)),
  );
  const stale = before.filter((path) => !files.has(path.slice(folder.length + 1).replaceAll('\\', '/')));
  const known = (await readJsonFile(join(folder, FACTS_FILE), 'Recording')) as RecordingFacts | undefined;
  const cursors = { ...(owners !== undefined && known?.cursors), ...facts.cursors };
  const isSame = stale.length === 0 && (await isThere([...files], folder));
  // The clock of a replay is one for all streams: those that stay know nothing of a later time.
  const recordedAt = (isSame || owners !== undefined ? known?.recordedAt : undefined) ?? facts.recordedAt;
  try {
    await Promise.all(stale.map((path) => rm(path)));
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await writeFile(join(folder, FACTS_FILE), `${showJson({ recordedAt, cursors } satisfies RecordingFacts)}\n`);
  } catch (error) {
    explainFileError(error);
  }
  for (const emptied of new Set(stale.map(dirname))) await rmdir(emptied).catch(() => {});
}

async function isThere(files: readonly (readonly [string, string])[], folder: string): Promise<boolean> {
  const texts = await Promise.all(files.map(([path]) => textOf(join(folder, path))));
  return files.every(([, text], index) => text === texts[index]);
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
