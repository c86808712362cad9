import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rejectionOf } from '../../test/run-context.ts';
import { useFolder } from '../../test/use-folder.ts';
import { CacheFile } from './cache-file.ts';

test('H11: gives back what was appended, also when several append at once', async () => {
  const file = new CacheFile(useFolder());
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`.repeat(index * 100));
  const places = await Promise.all(texts.map((text) => file.append(Buffer.from(text))));
  const read = await Promise.all(places.toReversed().map((place) => file.read(place)));
  expect(read.map(String)).toEqual(texts.toReversed());
  expect(file.size).toBe(texts.join('').length);
});

test('H11: has no name, so nothing is left of it however the process ends, and nobody else can open it', async () => {
  const folder = useFolder();
  const file = new CacheFile(folder);
  const place = await file.append(Buffer.from('secret'));
  expect(readdirSync(folder)).toEqual([]);
  expect(String(await file.read(place))).toBe('secret');
});

test('nothing is made before something is appended', () => {
  const folder = useFolder();
  expect(new CacheFile(`${folder}/missing`).size).toBe(0);
});

test('a folder that is not there is an error', async () => {
  const file = new CacheFile(`${useFolder()}/missing`);
  expect((await rejectionOf(file.append(Buffer.from('x')))).code).toBe('ENOENT');
});
