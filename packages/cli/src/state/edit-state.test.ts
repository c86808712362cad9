import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import { StateFile } from '../project/state-file.ts';
import { editState } from './edit-state.ts';

async function fileWith(states: Readonly<Record<string, object>>): Promise<StateFile> {
  const root = await temporaryFolder();
  const project = { name: 'shop', version: '1.0.0', root, entry: '', specFile: '', schemasFolder: '' };
  const file = await StateFile.open({ ...project, privateFolder: join(root, '.headwater') });
  for (const [name, state] of Object.entries(states)) {
    file.set({ stream_descriptor: { name }, stream_state: state as any });
  }
  return file;
}

test('rewind keeps the type of the cursor', async () => {
  const file = await fileWith({ orders: { at: '2024-05-01' }, events: { id: 50 } });
  expect(editState(file, { action: 'rewind', stream: ['orders'], to: '2024-01-01' })).toEqual(['orders']);
  expect(editState(file, { action: 'rewind', stream: ['events'], to: '7' })).toEqual(['events']);
  expect([file.of('orders'), file.of('events')]).toEqual([{ at: '2024-01-01' }, { id: 7 }]);
});

test.each([
  [['orders'], undefined, 'rewind needs --to VALUE'],
  [[], '1', 'rewind needs one --stream NAME'],
  [['events'], 'soon', 'The cursor "id" of events is a number, got --to soon'],
  [['stores'], '1', 'The state of stores is not one cursor value'],
  [['customers'], '1', 'has no state of customers. It has: orders, events, stores'],
])('rewind of %j to %j is refused', async (stream, to, sentence) => {
  const file = await fileWith({ orders: { at: '2024-05-01' }, events: { id: 50 }, stores: { states: [], state: {} } });
  expect(() => editState(file, { action: 'rewind', stream, to })).toThrow(sentence);
});

test('what is written is what a connector takes, digit for digit', async () => {
  const file = await fileWith({ orders: { id: 1152921504606846977n } });
  await file.save();
  const again = await StateFile.open({ privateFolder: '' }, file.path);
  expect(again.toWire()).toEqual([
    { type: 'STREAM', stream: { stream_descriptor: { name: 'orders' }, stream_state: { id: 1152921504606846977n } } },
  ]);
});
