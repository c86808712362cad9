import { expect, test } from 'vitest';
import { undeclaredValues } from './undeclared-values.ts';

const text = { type: 'string' };
const schema = {
  type: 'object',
  properties: {
    region: text,
    auth: { oneOf: [{ properties: { user: text } }, { properties: { login: text } }] },
    tags: { type: 'array', items: text },
    labels: { type: 'object', additionalProperties: text },
  },
};

test('what a schema declares is left out, wherever it does', () => {
  const config = { region: 'eu', auth: { user: 'ann', login: 'bob' }, tags: ['a'], labels: { x: 'y' } };
  expect(undeclaredValues(schema, config)).toEqual([]);
});

test('what it does not declare is given, with all that is in it', () => {
  const config = { zone: 'z', auth: { hidden: 'h' }, headers: { 'X-Auth': ['a', 1, null, 'b'] } };
  expect(undeclaredValues(schema, config)).toEqual(['z', 'h', 'a', 'b']);
});

test.each([[undefined], [true], [{}]])('a schema of %j declares nothing', (nothing) => {
  expect(undeclaredValues(nothing, { a: 'b' })).toEqual(['b']);
});
