import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { sbom } from './sbom.ts';

const schemas = join(
  dirname(fileURLToPath(import.meta.resolve('@cyclonedx/cyclonedx-library/package.json'))),
  'res/schema',
);
const schema = (name: string): object =>
  JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;

const bill = sbom({
  name: '@team/source-shop',
  version: '1.2.3',
  packages: [
    { name: '@headwater/cdk', version: '1.0.0', license: 'MIT' },
    { name: 'two', version: '2.0.0-beta.1+x', license: '(MIT OR Apache-2.0)' },
    { name: 'three', version: '3.0.0', license: 'SEE LICENSE IN LICENSE.md' },
    { name: 'four', version: '4.0.0' },
  ],
  base: { name: 'node:26-slim', digest: `sha256:${'a'.repeat(64)}` },
});

test('is valid by the schema of CycloneDX', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  expect(ajv.validate(schema('bom-1.6'), bill), ajv.errorsText()).toBe(true);
});

test('names every package by its address, with its license, and the base by its digest', () => {
  expect(bill).toMatchObject({
    metadata: { component: { name: '@team/source-shop', version: '1.2.3' } },
    components: [
      { purl: 'pkg:npm/%40headwater/cdk@1.0.0', licenses: [{ expression: 'MIT' }] },
      { purl: 'pkg:npm/two@2.0.0-beta.1%2Bx', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
      { purl: 'pkg:npm/three@3.0.0', licenses: [{ license: { name: 'SEE LICENSE IN LICENSE.md' } }] },
      { purl: 'pkg:npm/four@4.0.0' },
      { name: 'node:26-slim', hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }] },
    ],
  });
});
