import { expect, test } from 'vitest';
import { cursorTypeOf } from './cursor-type.ts';

test.each([
  [{ type: 'string', format: 'date-time' }, 'datetime'],
  [{ type: ['string', 'null'], format: 'date-time' }, 'datetime'],
  [{ type: 'string', format: 'date' }, 'datetime'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'number' }, 'number'],
  [{ type: ['null', 'integer'] }, 'number'],
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'uuid' }, 'string'],
  [{}, 'string'],
  [true, 'string'],
  [undefined, 'string'],
])('a field %j is a %s', (property, type) => {
  expect(cursorTypeOf({ properties: { at: property } }, 'at')).toBe(type);
});

test('a schema without properties says nothing', () => {
  expect(cursorTypeOf({}, 'at')).toBe('string');
});
