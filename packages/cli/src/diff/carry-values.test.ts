import type { JsonObject } from '@headwater/cdk/protocol';
import { expect, test } from 'vitest';
import { carryValues } from './carry-values.ts';

test.each<[string, JsonObject, JsonObject, JsonObject, JsonObject]>([
  [
    'a token that was renewed',
    { token: 'a', id: 1 },
    { token: 'a', id: 1 },
    { token: 'b', id: 1 },
    { token: 'b', id: 1 },
  ],
  [
    'inside an object',
    { oauth: { token: 'a' } },
    { oauth: { token: 'a' } },
    { oauth: { token: 'b' } },
    { oauth: { token: 'b' } },
  ],
  ['a value that was another one already', { token: 'c' }, { token: 'a' }, { token: 'b' }, { token: 'c' }],
  ['not a form that only one version knows', { key: 'a' }, { key: 'a' }, { login: { key: 'a' } }, { key: 'a' }],
  ['not what only one version has', { key: 'a' }, { key: 'a' }, { key: 'a', since: '2024' }, { key: 'a' }],
])('%s', (_, config, before, after, expected) => {
  expect(carryValues(config, before, after)).toEqual(expected);
});
