import { expect, test } from 'vitest';
import { withoutName } from './without-name.ts';

const module = `import { Source } from '@headwater/cdk';
import { authorize, configFor } from './access.ts';
import { Orders } from './orders.ts';
import type { Order } from './types.ts';

const streams = [authorize, new Source(), new Orders(client, config)];
const other = [first, Orders, last];
const Orders2 = OrdersOf([orders[0]]);
`;

test('takes a name out of its import and of lists, and leaves the rest', () => {
  expect(withoutName(module, 'Orders')).toBe(`import { Source } from '@headwater/cdk';
import { authorize, configFor } from './access.ts';
import type { Order } from './types.ts';

const streams = [authorize, new Source()];
const other = [first, last];
const Orders2 = OrdersOf([orders[0]]);
`);
});

test('an import of several names keeps the others', () => {
  expect(withoutName(module, 'authorize')).toBe(
    module.replace('{ authorize, configFor }', '{ configFor }').replace('[authorize, ', '['),
  );
});
