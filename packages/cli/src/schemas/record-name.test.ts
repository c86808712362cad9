import { expect, test } from 'vitest';
import { recordName } from './record-name.ts';

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
