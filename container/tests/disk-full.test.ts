import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headwater } from '../headwater.ts';
import { NODE_IMAGE } from '../node-image.ts';
import { setup } from './drive-image.ts';

const disk = join(setup.folder, 'small-disk');

beforeAll(async () => {
  await mkdir(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
});

afterAll(() => {
  execFileSync('umount', [disk]);
});

test.each(['image.tar', 'image'])(
  '%s on a disk that is full: an error that says so, and nothing half written',
  async (name) => {
    const base = `${setup.registry}/library/${NODE_IMAGE}`;
    const { stderr, exitCode } = await headwater(['build', '--base', base, '--output', join(disk, name)]);
    expect(stderr).toMatch(/image\S* cannot be written: the disk is full\n$/);
    expect(exitCode).toBe(1);
    expect(await readdir(disk)).toEqual([]);
  },
);
