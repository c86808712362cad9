import { expect, test } from 'vitest';
import { secretValues } from './secret-values.ts';

const secret = { type: 'string', airbyte_secret: true };

test.each<[string, object, unknown, string[]]>([
  ['a property', { properties: { token: secret, name: {} } }, { token: 't', name: 'n' }, ['t']],
  [
    'an integer beyond 2^53',
    { properties: { pin: secret } },
    { pin: 12_345_678_901_234_567_891n },
    ['12345678901234567891'],
  ],
  ['nested properties', { properties: { auth: { properties: { token: secret } } } }, { auth: { token: 't' } }, ['t']],
  ['items of a list', { properties: { keys: { items: secret } } }, { keys: ['a', 'b'] }, ['a', 'b']],
  [
    'properties of items',
    { properties: { accounts: { items: { properties: { key: secret } } } } },
    { accounts: [{ key: 'a', id: 1 }, { key: 'b' }] },
    ['a', 'b'],
  ],
  ['items by their place', { properties: { pair: { items: [{}, secret] } } }, { pair: ['user', 'pass'] }, ['pass']],
  [
    'values under any name',
    { properties: { headers: { additionalProperties: secret, properties: { accept: {} } } } },
    { headers: { 'x-key': 'k', accept: 'json' } },
    ['k'],
  ],
  [
    'all options of oneOf',
    { properties: { auth: { oneOf: [{ properties: { a: secret } }, { properties: { b: secret } }] } } },
    { auth: { a: '1', b: '2', c: '3' } },
    ['1', '2'],
  ],
  ['anyOf', { anyOf: [{ properties: { a: secret } }] }, { a: '1' }, ['1']],
  ['allOf', { allOf: [{ properties: { a: secret } }] }, { a: '1' }, ['1']],
  [
    'a secret object gives every value in it',
    { properties: { key: { airbyte_secret: true } } },
    { key: { a: 'x', b: [{ c: 'y' }], n: null, f: true } },
    ['x', 'y'],
  ],
  [
    'a secret list gives every value in it',
    { properties: { key: { airbyte_secret: true } } },
    { key: ['x', ['y']] },
    ['x', 'y'],
  ],
  ['a number', { properties: { pin: { type: 'integer', airbyte_secret: true } } }, { pin: 1234 }, ['1234']],
  ['a value of the wrong type', { properties: { token: secret } }, { token: { value: 'x' } }, ['x']],
  ['each once', { properties: { a: secret, b: secret } }, { a: 'same', b: 'same' }, ['same']],
  ['nothing where nothing is secret', { properties: { a: {} } }, { a: 'x' }, []],
  ['nothing where it says false', { properties: { a: { airbyte_secret: false } } }, { a: 'x' }, []],
  ['nothing where the value is absent or null', { properties: { a: secret, b: secret } }, { b: null }, []],
  ['nothing of a config that is no object', { properties: { a: secret } }, 'text', []],
  ['nothing of null', { properties: { a: secret } }, null, []],
  ['nothing of a schema that is odd', { properties: 'none', oneOf: 7, items: null }, { a: 'x' }, []],
])('%s', (_, schema, config, expected) => {
  expect(secretValues(schema as never, config)).toEqual(expected);
});
