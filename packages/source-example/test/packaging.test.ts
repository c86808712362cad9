import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { version: string };
const metadata = parse(read('metadata.yaml')) as { data: Record<string, unknown> };
const dockerfile = read('Dockerfile');
const label = (name: string): string | undefined => new RegExp(`${name}="([^"]*)"`).exec(dockerfile)?.[1];

test('C6: the labels of the image are the name and version of metadata.yaml and package.json', () => {
  expect(metadata.data['dockerImageTag']).toBe(manifest.version);
  expect(label('io.airbyte.version')).toBe(manifest.version);
  expect(label('io.airbyte.name')).toBe(metadata.data['dockerRepository']);
});

test('C6: what Airbyte starts is what Docker starts', () => {
  const entrypoint = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(dockerfile)?.[1] ?? '') as string[];
  expect(label('AIRBYTE_ENTRYPOINT')).toBe(entrypoint.join(' '));
});

test('every stage starts from the Node that the workspace is tested with', () => {
  const { catalog } = parse(readFileSync(join(import.meta.dirname, '../../../pnpm-workspace.yaml'), 'utf8')) as {
    catalog: { node: string };
  };
  const image = `node:${catalog.node.split('.')[0]}-slim`;
  expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)).toEqual([image, image]);
});

test('the build uses the pnpm that the workspace uses', () => {
  const pnpm = /pnpm@[\d.]+/.exec(
    readFileSync(join(import.meta.dirname, '../../../scripts/with-pinned-node.mjs'), 'utf8'),
  );
  expect(new Set(dockerfile.match(/pnpm@[\d.]+/g))).toEqual(new Set(pnpm));
});

test('secrets stay out of the build', () => {
  expect(read('Dockerfile.dockerignore').split('\n')).toEqual(expect.arrayContaining(['**/secrets', '**/.env*']));
});

test('the images of new projects are made as this one is', () => {
  const lastStage = (text: string): string =>
    text
      .slice(text.lastIndexOf('\nFROM '))
      .replace(/(?<=--from=build )\S+/, '')
      .replace(/(?<=\nLABEL ).*/, '');
  const templates = globSync('templates/*/Dockerfile.*', { cwd: join(import.meta.dirname, '../../..') });
  expect(templates.length).toBeGreaterThan(3);
  for (const file of templates) {
    expect(lastStage(read(`../../${file}`)), file).toBe(lastStage(dockerfile));
  }
});
