import type { JsonObject } from '@headwater/cdk/protocol';
import { describe, expect, test } from 'vitest';
import { compareSpecs } from './compare-specs.ts';

const text = { type: 'string' };
const token = { api_token: { ...text, airbyte_secret: true } };

/** The changes between two schemas of a config, `!` before those that break. */
function changes(before: object, after: object, accepted?: JsonObject): string[] {
  const found = compareSpecs(
    { connectionSpecification: { ...before } },
    { connectionSpecification: { ...after } },
    accepted,
  );
  return found.map(({ isBreaking, kind, path, message }) => `${isBreaking ? '!' : ''}${kind} ${path}: ${message}`);
}

test.each<[string, object, object, string[]]>([
  ['nothing', { properties: token, required: ['api_token'] }, { properties: token, required: ['api_token'] }, []],
  ['a setting that may be left out', {}, { properties: { region: text } }, ['setting-added region: is new']],
  [
    'a setting that is needed',
    {},
    { properties: { region: text }, required: ['region'] },
    ['!setting-required region: is required from now on'],
  ],
  [
    'a setting that was optional',
    { properties: { region: text } },
    { properties: { region: text }, required: ['region'] },
    ['!setting-required region: is required from now on'],
  ],
  ['a setting that is gone', { properties: { region: text } }, {}, ['setting-removed region: is gone']],
  [
    'a setting that is gone and refused',
    { properties: { region: text } },
    { additionalProperties: false },
    ['!setting-removed region: is gone, and configs that have it are refused'],
  ],
  [
    'another type',
    { properties: { size: text } },
    { properties: { size: { type: 'integer' } } },
    ['!setting-narrowed size: string → integer'],
  ],
  [
    'a secret that is no longer marked',
    { properties: token },
    { properties: { api_token: text } },
    ['!secret-shown api_token: is no longer marked as a secret: it is shown and logged'],
  ],
  [
    'a secret that is marked at last',
    { properties: { api_token: text } },
    { properties: token },
    ['secret-hidden api_token: is a secret from now on'],
  ],
  [
    'another default',
    { properties: { size: { default: 10 } } },
    { properties: { size: { default: 20 } } },
    ['setting-default size: default 10 → 20'],
  ],
  [
    'inside an object and a list',
    { properties: { shops: { items: { properties: { id: { type: 'number' } } } } } },
    { properties: { shops: { items: { properties: { id: text }, required: ['id'] } } } },
    ['!setting-required shops[].id: is required from now on', '!setting-narrowed shops[].id: number → string'],
  ],
])('%s', (_, before, after, expected) => {
  expect(changes(before, after)).toEqual(expected);
});

test('what is required and missing in a config that was accepted, the new version fills in itself', () => {
  const after = { properties: { region: text, zone: text }, required: ['region', 'zone'] };
  expect(changes({}, after, { zone: 'eu' })).toEqual([
    'setting-required region: is required; a config without it was accepted',
    '!setting-required zone: is required from now on',
  ]);
});

describe('options of a oneOf are told apart by their constant, wherever they stand', () => {
  const option = (auth: string, properties: object = {}): object => ({
    properties: { auth: { const: auth }, ...properties },
  });
  const login = (...options: object[]): object => ({ properties: { login: { oneOf: options } } });

  test.each<[string, object, object, string[]]>([
    ['another order', login(option('key'), option('oauth')), login(option('oauth'), option('key')), []],
    [
      'one less',
      login(option('key'), option('oauth')),
      login(option('oauth')),
      ['!setting-narrowed login: no longer takes the option key'],
    ],
    [
      'one more',
      login(option('key')),
      login(option('key'), option('oauth')),
      ['setting-added login: option oauth is new'],
    ],
    [
      'a secret in one that is no longer marked',
      login(option('key', token)),
      login(option('key', { api_token: text })),
      ['!secret-shown login(key).api_token: is no longer marked as a secret: it is shown and logged'],
    ],
    [
      'where there were none',
      { properties: { login: {} } },
      login(option('key')),
      ['!setting-narrowed login: must be one of several options from now on'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });
});

test('another OAuth flow is no harm for who has signed in', () => {
  const connectionSpecification = {};
  const after = { connectionSpecification, advanced_auth: { auth_flow_type: 'oauth2.0' } };
  expect(compareSpecs({ connectionSpecification }, after)).toMatchObject([{ kind: 'sign-in', isBreaking: false }]);
});
