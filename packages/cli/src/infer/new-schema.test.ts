import { expect, test } from 'vitest';
import { isStub, recordName } from './new-schema.ts';

test.each([
  ['orders', 'Order'],
  ['order_lines', 'OrderLine'],
  ['companies', 'Company'],
  ['statuses', 'Status'],
  ['status', 'Status'],
  ['boxes', 'Box'],
  ['purchases', 'Purchase'],
  ['news', 'News'],
  ['surveys', 'Survey'],
  ['crm.deal-stages', 'CrmDealStage'],
])('one record of %s is a %s', (stream, name) => {
  expect(recordName(stream)).toBe(name);
});

test('a stub says nothing but that records are objects', () => {
  expect([{}, { type: 'object', $schema: 'x', title: 'Order', properties: {} } as const].every(isStub)).toBe(true);
  expect([{ properties: { id: {} } }, { required: ['id'] }, { description: 'By hand.' }].some(isStub)).toBe(false);
});
