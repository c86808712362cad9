import { type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import {
  describeViolations,
  killAnywhere,
  type KillAnywhereOptions,
  type KillReport,
  randomLines,
} from '@headwater/kill-anywhere';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SoakConnector, soakConnector } from './soak-connector.ts';
import { expectedRecords, streamKinds } from './stream-kind.ts';

let connector: SoakConnector;
beforeAll(async () => {
  connector = await soakConnector();
});
afterAll(() => connector.remove());

async function killAllStreams(
  options: ExampleApiOptions,
  how: Pick<KillAnywhereOptions, 'cuts' | 'plan'>,
): Promise<KillReport> {
  const api = await startExampleApi(options);
  try {
    const reads = connector.reads(streamKinds, api, { pageSize: 5, concurrency: 1 });
    return await killAnywhere({ ...reads, expected: expectedRecords(streamKinds, api.shop), ...how });
  } finally {
    await api.close();
  }
}

test('I10: a stream of each kind loses nothing when it is killed, after any line', { timeout: 60_000 }, async () => {
  const plan = randomLines({ seed: 1, journeys: 3, kills: 4, signals: ['SIGKILL'] });
  const report = await killAllStreams({ size: 14 }, { plan });
  expect(describeViolations(report)).toBe('');
  expect(report.lines).toBeGreaterThan(150);
  expect(report.kills).toBeGreaterThan(6);
});

test('P4, I10: and when it is asked to stop', { timeout: 60_000 }, async () => {
  // The latency leaves a signal the time to arrive before the read is over.
  const plan = randomLines({ seed: 2, journeys: 4, kills: 4, signals: ['SIGTERM'] });
  const report = await killAllStreams({ size: 14, latencyMs: 5 }, { plan, cuts: false });
  expect(describeViolations(report)).toBe('');
  expect(report.kills).toBeGreaterThan(6);
});
