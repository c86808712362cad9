import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import { findPlace, writeProject } from './write-project.ts';

let cwd: string;

beforeEach(async () => {
  cwd = await temporaryFolder();
});

describe('where a project may go', () => {
  test.each(['source-billing', 'connectors/source-billing', './a/../b', '..billing'])('%s', async (folder) => {
    expect(await findPlace(folder, cwd)).toBe(join(cwd, folder));
  });

  test('into an empty folder', async () => {
    await mkdir(join(cwd, 'source-billing'));
    expect(await findPlace('source-billing', cwd)).toBe(join(cwd, 'source-billing'));
  });

  test.each(['..', '../source-billing', '.', 'a/../../b', '/tmp/source-billing', '/'])(
    'not outside: %s',
    async (folder) => {
      await expect(findPlace(folder, cwd)).rejects.toMatchObject({
        message: `A new project goes into a folder inside ${cwd}, which ${folder} is not.`,
        exitCode: 2,
      });
    },
  );

  test('not through a link that leads outside', async () => {
    await symlink(await temporaryFolder(), join(cwd, 'link'));
    await expect(findPlace('link/deep/source-billing', cwd)).rejects.toThrow('which link/deep/source-billing is not.');
    await expect(findPlace('link', cwd)).rejects.toThrow('link is no folder.');
  });

  test('not where something is', async () => {
    await mkdir(join(cwd, 'source-billing'));
    await writeFile(join(cwd, 'source-billing/.env'), '');
    await writeFile(join(cwd, 'file'), '');
    await expect(findPlace('source-billing', cwd)).rejects.toThrow(
      'source-billing is not empty. Name another with --folder, or move it away.',
    );
    await expect(findPlace('file', cwd)).rejects.toThrow('file is no folder.');
    await expect(findPlace('file/deep/source-billing', cwd)).rejects.toThrow(
      'file/deep/source-billing is inside of a file. Name another with --folder.',
    );
  });
});

describe('all files, or none', () => {
  const files = new Map([
    ['README.md', '# Billing\n'],
    ['src/main.ts', 'launch();\n'],
    ['source-billing.js', '#!/usr/bin/env node\n'],
  ]);

  test('a program may be run', async () => {
    const target = join(cwd, 'connectors/source-billing');
    await writeProject(files, target);
    expect(await readdir(join(cwd, 'connectors'))).toEqual(['source-billing']);
    expect(await readFile(join(target, 'src/main.ts'), 'utf8')).toBe('launch();\n');
    const modes = [...files.keys()].map(async (path) => ((await stat(join(target, path))).mode & 0o100) !== 0);
    expect(await Promise.all(modes)).toEqual([false, false, true]);
  });

  test('a file that cannot be written leaves nothing, new folders included', async () => {
    const broken = new Map([...files, ['README.md/impossible', '']]);
    await expect(writeProject(broken, join(cwd, 'connectors/new/source-billing'))).rejects.toThrow(
      'Nothing was written: ',
    );
    expect(await readdir(cwd)).toEqual([]);
  });

  test('a folder that got files meanwhile stays as it is', async () => {
    await mkdir(join(cwd, 'source-billing'));
    await writeFile(join(cwd, 'source-billing/mine'), '');
    await expect(writeProject(files, join(cwd, 'source-billing'))).rejects.toThrow('Nothing was written: ENOTEMPTY');
    expect(await readdir(cwd)).toEqual(['source-billing']);
    expect(await readdir(join(cwd, 'source-billing'))).toEqual(['mine']);
  });
});
