import { expect, test } from 'vitest';
import type { TestedStream } from '../subject/tested-stream.ts';
import { recordsMatchSchema } from './records-match-schema.ts';

const findings = async (...records: object[]): Promise<string[]> => {
  const entry = { json_schema: { type: 'object', properties: { id: { type: 'integer' } } } };
  const stream = { entry, readWithOthers: async () => ({ records }) } as unknown as TestedStream;
  return ((await recordsMatchSchema.run(stream)) ?? []).map(({ message }) => message);
};

test('a field that the schema does not know is named, unless it was only null: nobody knows its type', async () => {
  expect(await findings({ id: 1, reason: null }, { id: 2 })).toEqual([]);
  expect(await findings({ id: 1, reason: null }, { id: 2, reason: 'late' })).toEqual(['not in the schema: reason']);
});
