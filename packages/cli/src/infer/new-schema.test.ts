import { expect, test } from 'vitest';
import { isStub } from './new-schema.ts';

test('a stub says nothing but that records are objects', () => {
  expect([{}, { type: 'object', $schema: 'x', title: 'Order', properties: {} } as const].every(isStub)).toBe(true);
  expect([{ properties: { id: {} } }, { required: ['id'] }, { description: 'By hand.' }].some(isStub)).toBe(false);
});
