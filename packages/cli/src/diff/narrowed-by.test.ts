import { expect, test } from 'vitest';
import { narrowedBy } from './narrowed-by.ts';

const text = { type: 'string' };

test.each<[string, object, object, string[]]>([
  ['the same', text, text, []],
  ['any value, then one type', {}, text, ['must be string, which was not said before']],
  ['one type, then any value', text, {}, []],
  ['another type', text, { type: 'integer' }, ['string → integer']],
  ['integers are numbers', { type: 'integer' }, { type: 'number' }, []],
  ['numbers are no integers', { type: 'number' }, { type: 'integer' }, ['number → integer']],
  ['null no longer', { type: ['string', 'null'] }, text, ['string or null → string']],
  ['null, too', text, { type: ['string', 'null'] }, []],
  ['an enum that is new', text, { ...text, enum: ['a', 'b'] }, ['only "a", "b" from now on']],
  ['an enum that is gone', { ...text, enum: ['a'] }, text, []],
  ['a choice less', { enum: ['a', 'b', 'c'] }, { enum: ['b'] }, ['no longer takes "a", "c"']],
  ['a choice more', { enum: ['a'] }, { enum: ['a', 'b'] }, []],
  ['another constant', { const: 'a' }, { const: 'b' }, ['no longer takes "a"']],
  ['a limit raised', { minimum: 1 }, { minimum: 2 }, ['minimum 1 → 2']],
  ['a limit lowered', { minimum: 2, maximum: 9 }, { minimum: 1, maximum: 8 }, ['maximum 9 → 8']],
  ['a limit that is new', {}, { maxLength: 8 }, ['maxLength none → 8']],
  ['a limit that is gone', { maxLength: 8, minItems: 1 }, {}, []],
  ['another pattern', { pattern: '^a' }, { pattern: '^b' }, ['pattern ^a → ^b']],
  ['a pattern that is gone', { pattern: '^a' }, {}, []],
  ['a format that is new', text, { ...text, format: 'date' }, ['format none → date']],
])('%s', (_, before, after, words) => {
  expect(narrowedBy({ ...before }, { ...after })).toEqual(words);
});
