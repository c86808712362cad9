import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderWith } from '../../test/run-in-process.ts';
import { isOwnWrite, writeFileAtomically } from './write-file-atomically.ts';

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

test('a write is known again by each path that leads to the file, until somebody else writes it', async () => {
  const folder = await folderWith({ 'real/configs/dev.json': '{}' });
  await symlink('real', join(folder, 'link'));
  await symlink('configs/dev.json', join(folder, 'real/config.json'));
  await writeFileAtomically(join(folder, 'link/config.json'), '{"token":"new"}');
  await writeFileAtomically(join(folder, 'link/new/state.json'), '[]');
  const paths = ['real/configs/dev.json', 'link/config.json', 'real/new/state.json', 'link/new/state.json'];
  const areOwn = () => Promise.all(paths.map((path) => isOwnWrite(join(folder, path))));
  expect(await areOwn()).toEqual([true, true, true, true]);
  await utimes(join(folder, 'real/configs/dev.json'), 1, 1);
  expect(await areOwn()).toEqual([false, false, true, true]);
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
