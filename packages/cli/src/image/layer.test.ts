import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { expect, test } from 'vitest';
import { digestOf } from './digest.ts';
import { makeLayer } from './layer.ts';

const time = new Date(0);

test('holds files and their folders, sorted, for everybody to read and nobody to change', async () => {
  const layer = await makeLayer(
    { 'app/main.cjs': Buffer.from('main'), 'app/cache/x/1': Buffer.from('1'), 'a.txt': Buffer.from('') },
    { createdBy: 'test', time },
  );
  const entries = await unpackTar(gunzipSync(await buffer(await layer.blob.open())));
  expect(entries.map(({ header: { name, type, mode, uid, gid } }) => [name, type, mode, uid, gid])).toEqual([
    ['a.txt', 'file', 0o644, 0, 0],
    ['app/', 'directory', 0o755, 0, 0],
    ['app/cache/', 'directory', 0o755, 0, 0],
    ['app/cache/x/', 'directory', 0o755, 0, 0],
    ['app/cache/x/1', 'file', 0o644, 0, 0],
    ['app/main.cjs', 'file', 0o644, 0, 0],
  ]);
  expect(Buffer.from(entries.at(-1)?.data ?? '').toString()).toBe('main');
  expect(entries.map(({ header }) => header.mtime?.getTime())).toEqual(entries.map(() => 0));
});

test('the same files give the same bytes, in whatever order they are given', async () => {
  const one = Buffer.from('1');
  const layers = await Promise.all([
    makeLayer({ 'b/1': one, 'a/1': one }, { createdBy: 'x', time }),
    makeLayer({ 'a/1': one, 'b/1': one }, { createdBy: 'y', time }),
  ]);
  expect(layers[0].blob.descriptor).toEqual(layers[1].blob.descriptor);
  expect(layers[0].diffId).toBe(layers[1].diffId);
});

test('its two digests are of what is sent and of what that unpacks to', async () => {
  const { blob, diffId } = await makeLayer({ 'a/1': Buffer.from('1') }, { createdBy: 'x', time });
  const zipped = await buffer(await blob.open());
  expect(blob.descriptor).toMatchObject({ digest: digestOf(zipped), size: zipped.length });
  expect(diffId).toBe(digestOf(gunzipSync(zipped)));
});
