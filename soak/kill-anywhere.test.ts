import { type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import {
  describeViolations,
  killAnywhere,
  type KillAnywhereOptions,
  type KillReport,
  randomLines,
} from '@headwater/kill-anywhere';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SoakConnector, soakConnector } from './soak-connector.ts';
import { expectedRecords, streamKinds } from './stream-kind.ts';

// A test starts many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let connector: SoakConnector;
beforeAll(async () => {
  connector = await soakConnector();
});
afterAll(() => connector.remove());

/** Reads all streams, and kills them. */
async function killAllStreams(
  options: ExampleApiOptions,
  concurrency: number,
  how: Pick<KillAnywhereOptions, 'mostCuts' | 'plan'>,
): Promise<KillReport> {
  const api = await startExampleApi({ size: 30, ...options });
  try {
    const reads = connector.reads(streamKinds, api, { pageSize: 5, concurrency });
    return await killAnywhere({ ...reads, expected: expectedRecords(streamKinds, api.shop), ...how });
  } finally {
    await api.close();
  }
}

test.each([1, 4])(
  'I10: at concurrency %i a stream of each kind loses nothing when it is killed',
  async (concurrency) => {
    const plan = randomLines({ seed: concurrency, journeys: 1, kills: 4, signals: ['SIGKILL'] });
    const report = await killAllStreams({}, concurrency, { mostCuts: 6, plan });
    expect(describeViolations(report)).toBe('');
    expect(report.lines).toBeGreaterThan(800);
    expect(report.kills).toBeGreaterThan(0);
  },
);

test.each([1, 4])('P4, I10: at concurrency %i, when it is asked to stop', async (concurrency) => {
  // The latency leaves a signal the time to arrive before the read is over.
  const plan = randomLines({ seed: concurrency, journeys: 1, kills: 5, signals: ['SIGTERM'] });
  const report = await killAllStreams({ latencyMs: 15 }, concurrency, { mostCuts: 0, plan });
  expect(describeViolations(report)).toBe('');
  expect(report.kills).toBeGreaterThan(0);
});
