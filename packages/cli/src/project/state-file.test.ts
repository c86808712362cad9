import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import { type KeptState, StateFile } from './state-file.ts';

const stateOf = (name: string, at: number): KeptState => ({ stream_descriptor: { name }, stream_state: { at } });

test('two that save into one file keep each other’s states', async () => {
  const path = join(await temporaryFolder(), 'state.json');
  const open = () => StateFile.open({ privateFolder: '' }, path);
  const [customers, orders] = await Promise.all([open(), open()]);
  customers.set(stateOf('customers', 1));
  orders.set(stateOf('orders', 1));
  await customers.save();
  await orders.save();
  expect((await open()).states).toEqual([stateOf('customers', 1), stateOf('orders', 1)]);

  customers.set(stateOf('customers', 2));
  orders.remove('orders');
  await orders.save();
  await customers.save();
  expect((await open()).states).toEqual([stateOf('customers', 2)]);
});
