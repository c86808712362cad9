import { expect, test } from 'vitest';
import { fullImageName, parseImageReference, showImageReference } from './image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['node:26-slim', 'docker.io', 'library/node', '26-slim', undefined],
  ['node', 'docker.io', 'library/node', undefined, undefined],
  ['team/source-shop:1.0.0', 'docker.io', 'team/source-shop', '1.0.0', undefined],
  ['registry.example.com/team/a/b_c:1', 'registry.example.com', 'team/a/b_c', '1', undefined],
  ['localhost/shop', 'localhost', 'shop', undefined, undefined],
  ['127.0.0.1:5000/shop:1', '127.0.0.1:5000', 'shop', '1', undefined],
  [`node:26-slim@${digest}`, 'docker.io', 'library/node', '26-slim', digest],
  [`registry.example.com:443/shop@${digest}`, 'registry.example.com:443', 'shop', undefined, digest],
])('%s', (text, registry, repository, tag, itsDigest) => {
  const reference = parseImageReference(text);
  expect(reference).toEqual({ registry, repository, tag, digest: itsDigest });
  expect(showImageReference(reference)).toBe(text);
});

test.each([
  '',
  'Shop',
  'team/Shop:1',
  'team//shop',
  'shop:',
  'shop:-1',
  'a b',
  '../shop',
  'https://registry.example.com/shop',
  'shop@sha256:12',
])('%j is no name', (text) => {
  expect(() => parseImageReference(text)).toThrow(
    `"${text}" is no name of an image: it must be like registry.example.com/team/source-shop:1.0.0, in lower case`,
  );
});

test.each([
  ['node', 'docker.io/library/node:latest'],
  ['team/shop:1', 'docker.io/team/shop:1'],
  ['127.0.0.1:5000/shop:1', '127.0.0.1:5000/shop:1'],
])('the full name of %s', (text, name) => {
  expect(fullImageName(parseImageReference(text))).toBe(name);
});
