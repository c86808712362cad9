import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const readJson = (path: string): any => JSON.parse(readFileSync(join(root, path), 'utf8'));
const ajv = new Ajv({ strict: false });
(formats as unknown as (ajv: Ajv) => void)(ajv);
const isSpec = ajv.compile(readJson('packages/cli/schemas/spec.json'));
const isStream = ajv.compile(readJson('packages/cli/schemas/stream.json'));

describe('an editor says nothing about files that are right', () => {
  test.each(globSync('{docs/examples,packages/source-example,templates/*}/*spec*.json', { cwd: root }))(
    '%s',
    (path) => {
      isSpec(readJson(path));
      expect(isSpec.errors).toBe(null);
    },
  );

  test.each(globSync('{docs/examples,packages/source-example,templates/*}/schemas/*.json', { cwd: root }))(
    '%s',
    (path) => {
      isStream(readJson(path));
      expect(isStream.errors).toBe(null);
    },
  );
});

test.each([
  ['no config', {}],
  ['a config that is no object', { connectionSpecification: { type: 'string' } }],
  ['a config that refuses other settings', config({}, { additionalProperties: false })],
  ['a misspelled member', { ...config({}), documentationURL: 'https://example.com' }],
  ['a documentation that is nowhere', { ...config({}), documentationUrl: 'readme' }],
  ['a secret by half', config({ token: { type: 'string', airbyte_secret: 'yes' } })],
  ['two types', config({ token: { type: ['string', 'integer'] } })],
  ['a list of nothing', config({ teams: { type: 'array' } })],
  ['a place that is none', config({ token: { type: 'string', order: -1 } })],
  ['a reference', config({ token: { $ref: '#/definitions/token' } })],
  ['a keyword that no form can show', config({ token: { anyOf: [] } })],
  ['the same in a list of groups', config({ auth: { type: 'object', oneOf: [{ properties: { key: { not: {} } } }] } })],
])('an editor marks a spec with %s', (_, spec) => {
  expect(isSpec(spec)).toBe(false);
});

test.each([
  ['no fields', { type: 'object' }],
  ['another type', { type: 'array', properties: {} }],
  ['a type that is none', { type: 'object', properties: { id: { type: 'int' } } }],
  ['a reference to another file', { type: 'object', properties: { id: { $ref: 'common.json#/id' } } }],
  ['other fields refused', { type: 'object', properties: {}, additionalProperties: false }],
])('an editor marks the schema of a stream with %s', (_, schema) => {
  expect(isStream(schema)).toBe(false);
});

function config(properties: object, more: object = {}): object {
  return { connectionSpecification: { type: 'object', properties, ...more } };
}
