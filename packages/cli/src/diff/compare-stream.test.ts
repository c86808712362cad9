import type { AirbyteStream, JsonObject } from '@headwater/cdk/protocol';
import { expect, test } from 'vitest';
import { compareStream, type Versions } from './compare-stream.ts';
import type { VersionRead } from './version-read.ts';

const stream: AirbyteStream = {
  name: 'orders',
  json_schema: {},
  supported_sync_modes: ['full_refresh', 'incremental'],
  source_defined_primary_key: [['id']],
};

const ids = (...values: number[]): JsonObject[] => values.map((id) => ({ id }));

function read(records: JsonObject[], changed: Partial<VersionRead> = {}): VersionRead {
  const states = [{ state: { cursor: 'c' }, recordsBefore: records.length }];
  return { records, states, requests: [], problem: undefined, missing: [], doubts: [], ...changed };
}

/** Compares a version that reads three records, and one from its state, with another. */
async function compare(whole: VersionRead, fromState: VersionRead): Promise<string[]> {
  const version = (first: VersionRead, next: VersionRead) => ({
    read: async (_stream: unknown, from?: unknown) => (from === undefined ? first : next),
  });
  const versions = { before: version(read(ids(1, 2, 3)), read(ids(3))), after: version(whole, fromState) };
  const pair = { label: 'orders', before: stream, after: stream };
  const { changes } = await compareStream(pair, { ...versions, isRecorded: true } as unknown as Versions);
  return changes.map(({ kind, isBreaking, message }) => `${isBreaking ? '!' : ''}${kind}: ${message}`);
}

test('records that are gone break a connection', async () => {
  expect(await compare(read(ids(1, 3)), read([]))).toEqual([
    '!records-gone: 1 record (id 2) no longer read',
    '!state-lost: from the old state cursor c: 1 record is not read',
  ]);
});

test('not where the recording may lack them: that could not be compared', async () => {
  const doubts = ['GET /orders was recorded with another "to": 1, not 2'];
  expect(await compare(read(ids(1, 3), { doubts }), read([], { doubts }))).toEqual([
    'not-compared: 1 record (id 2) no longer read; but GET /orders was recorded with another "to": 1, not 2',
    'not-compared: from the old state cursor c: 1 record is not read; but GET /orders was recorded with another "to": 1, not 2',
  ]);
});

test('a version that fails does so whatever the recording lacks', async () => {
  const failed = read([], { problem: 'no cursor', doubts: ['GET /orders was recorded otherwise'] });
  expect(await compare(read(ids(1, 2, 3)), failed)).toEqual([
    '!state-lost: from the old state cursor c: the new version fails: no cursor',
  ]);
});
