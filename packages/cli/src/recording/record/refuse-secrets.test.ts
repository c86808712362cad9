import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Scrubber } from '../scrub/scrubber.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import type { Track } from './track.ts';

const SECRET = 'k3y-of-the-l1ve-api';
const scrubber = new Scrubber({ key: Buffer.from('key'), secrets: [SECRET] });

function track(body: Buffer): Track {
  const request = { method: 'GET', url: 'https://api.example.com/file', headers: {}, body: Buffer.alloc(0) };
  return { request, responses: [{ status: 200, headers: {}, body }], owner: 'files', isSecond: false };
}

test.each([
  ['a text', new Map([['a.json', `"${SECRET}"`]]), [], 'a.json'],
  ['a text in base64', new Map([['a.json', Buffer.from(`user:${SECRET}`).toString('base64')]]), [], 'a.json'],
  ['the name of a file', new Map([[`${SECRET}.json`, '']]), [], 'the name of a file'],
  ['bytes', new Map(), [track(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(SECRET)]))], '/file'],
  ['a packed file', new Map(), [track(gzipSync(`id,key\n1,${SECRET}\n`))], '/file'],
])('a secret in %s is refused', (_, files, tracks, place) => {
  expect(() => refuseSecrets(files, tracks, scrubber)).toThrow(`${place}. Nothing was written.`);
});

test('what has none passes', () => {
  expect(() => refuseSecrets(new Map([['a.json', '{}']]), [track(gzipSync('id\n1\n'))], scrubber)).not.toThrow();
});
