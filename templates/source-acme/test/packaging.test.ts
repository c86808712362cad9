import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', file), 'utf8');

test('the version is the same wherever it stands', () => {
  expect(read('metadata.yaml')).toContain(`\n  dockerImageTag: ${manifest.version}\n`);
  expect(read('Dockerfile.package-manager-npm')).toContain(` io.airbyte.version="${manifest.version}"\n`);
});
