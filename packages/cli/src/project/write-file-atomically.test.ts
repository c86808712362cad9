import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

test('a symbolic link stays one: the file that it leads to is written', async () => {
  const folder = await folderWith({ 'kept/config.json': '{}' });
  await mkdir(join(folder, 'secrets'));
  const link = join(folder, 'secrets/config.json');
  await symlink('../kept/config.json', link);
  await writeFileAtomically(link, '{"token":"new"}');
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'kept/config.json'), 'utf8')).toBe('{"token":"new"}');
  expect(await readdir(folder, { recursive: true })).toEqual(
    expect.arrayContaining(['kept', 'kept/config.json', 'secrets', 'secrets/config.json']),
  );
});

test.each([
  ['folder', 'a folder is there'],
  ['file/x.json', 'a file stands where a folder should be'],
  [`${'n'.repeat(300)}.json`, 'its name is too long'],
])('what cannot be written is named, with the reason, and nothing of it is left: %.12s', async (name, reason) => {
  const cwd = await folderWith({ 'folder/x': '', file: 'precious' });
  await expect(writeFileAtomically(join(cwd, name), 'text')).rejects.toMatchObject({
    name: 'CommandError',
    message: `${join(cwd, name)} cannot be written: ${reason}`,
  });
  expect(await readdir(cwd)).toEqual(['file', 'folder']);
});

test.skipIf(process.platform === 'win32')('a pipe is written to, as a device is, and stays what it is', async () => {
  const pipe = join(await folderWith({}), 'report.xml');
  await promisify(execFile)('mkfifo', [pipe]);
  const [read] = await Promise.all([readFile(pipe, 'utf8'), writeFileAtomically(pipe, 'text')]);
  expect(read).toBe('text');
  expect((await lstat(pipe)).isFIFO()).toBe(true);
});
