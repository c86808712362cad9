import { describe, expect, test } from 'vitest';
import { rejectionOf, testRun } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import type { JsonSchema } from '../../protocol/json.ts';
import type { StreamState } from '../../protocol/state.ts';
import { Stream } from '../stream.ts';
import { cursorsOf } from './cursors-of.ts';

class Orders extends Stream<{ id: number; updated_at: string }> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  override readonly cursorField = 'updated_at';
  readonly #field: JsonSchema;

  constructor(field: JsonSchema = { type: 'string', format: 'date-time' }) {
    super();
    this.#field = field;
  }

  getJsonSchema() {
    return { properties: { updated_at: this.#field } };
  }

  async *readPages() {}
}

async function startOf(state: StreamState): Promise<unknown> {
  return (await cursorsOf(new Orders(), testRun().context)).open(state).startState;
}

test.each([
  [{}, {}],
  [{ updated_at: null }, {}],
  [{ __ab_no_cursor_state_message: true }, {}],
  [{ updated_at: '2025-01-01T00:00:00Z' }, { updated_at: '2025-01-01T00:00:00Z' }],
  [
    {
      slices: [
        { start: '2024-01-01', end: '2025-02-03' },
        { start: '2025-03-01', end: '2025-04-01' },
      ],
      state_type: 'date-range',
    },
    { updated_at: '2025-02-03' },
  ],
])('I4: a read from %j starts at %j', async (state, start) => {
  expect(await startOf(state)).toEqual(start);
});

test('airbyte#42083: a state of another form is an error, not a silent read from the start', async () => {
  const error = await rejectionOf(startOf({ updated: '2025-01-01' }));
  expect(error).toBeInstanceOf(ConfigError);
  expect(error.message).toBe(
    'State of stream "orders" has neither "updated_at" nor "slices": {"updated":"2025-01-01"}. Reset the stream\'s state to read it from the start.',
  );
});

describe.each([{ format: 'date-time' }, { type: 'string' }, { type: 'integer' }, {}])(
  'I4: of a field of %j',
  (field) => {
    test.each([
      [{ updated_at: '2024-01-14T00:00:00Z' }, { updated_at: '2024-01-13T23:59:58Z' }],
      [{ updated_at: '2024-01-14' }, { updated_at: '2024-01-13' }],
      [{ updated_at: 1_704_844_800 }, { updated_at: 1_704_844_798 }],
      [{ updated_at: 1_704_844_800_000 }, { updated_at: 1_704_844_798_000 }],
    ])('two seconds before the state %j is %j', async (state, expected) => {
      const cursors = await cursorsOf(new Orders(field), testRun().context);
      expect([cursors.before(state, 2), cursors.isTime(state)]).toEqual([expected, true]);
    });

    test.each([{}, { updated_at: null }, { updated_at: 10_201 }])(
      '%j is no time, and stays what it is',
      async (state) => {
        const cursors = await cursorsOf(new Orders(field), testRun().context);
        expect([cursors.before(state, 2), cursors.isTime(state)]).toEqual([state, false]);
      },
    );
  },
);
