import { expect, test } from 'vitest';
import { testRun } from '../../../test/run-context.ts';
import { Stream } from '../stream.ts';
import { openCursor } from './open-cursor.ts';

class Orders extends Stream<{ id: number; updated_at: string }> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  override readonly cursorField = 'updated_at';

  getJsonSchema() {
    return { properties: { updated_at: { type: 'string', format: 'date-time' } } };
  }

  async *readPages() {}
}

test.each([
  [{}, []],
  [{ updated_at: '2025-01-01T00:00:00Z' }, []],
  [{ __ab_no_cursor_state_message: true }, []],
  [
    { slices: [{ start: '2025' }], state_type: 'date-range' },
    [
      'State of stream "orders" has no "updated_at", so the stream is read from the start: {"slices":[{"start":"2025"}],"state_type":"date-range"}',
    ],
  ],
  [
    { updated_at: null },
    ['State of stream "orders" has no "updated_at", so the stream is read from the start: {"updated_at":null}'],
  ],
])('a state that cannot be gone on from is said: %j', async (state, warnings) => {
  const run = testRun();
  await openCursor(new Orders(), state, run.context);
  expect(run.logs).toEqual(warnings.map((warning) => `warn: ${warning}`));
});
