import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StateMessage } from '@headwater/cdk/protocol';
import { temporaryFolder } from '../../test/run-cli.ts';
import { readStates, StateFile } from '../project/state-file.ts';
import { StateKeeper } from './state-keeper.ts';

const message = (name: string, cursor: number, namespace?: string): StateMessage => ({
  type: 'STATE',
  state: {
    type: 'STREAM',
    stream: {
      stream_descriptor: namespace === undefined ? { name } : { name, namespace },
      stream_state: { id: cursor },
    },
    sourceStats: { recordCount: 1 },
  },
});

test('keeps the states of the streams that were asked for, and none of another', async () => {
  const path = join(await temporaryFolder(), 'state.json');
  const before = new StateKeeper(await StateFile.open({ privateFolder: '' }, path), [{ name: 'tags' }]);
  before.take(message('tags', 1));
  await before.save();
  const keeper = new StateKeeper(await StateFile.open({ privateFolder: '' }, path), [{ name: 'orders' }]);
  keeper.take(message('orders', 2));
  keeper.take(message('tags', 3));
  keeper.take(message('orders', 4, 'eu'));
  await keeper.save();
  expect((await readStates(path)).map(({ stream_state: state }) => state)).toEqual([{ id: 1 }, { id: 2 }]);
});
