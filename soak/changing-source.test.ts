import { type ExampleApi, type ExampleApiOptions, startExampleApi } from '@headwater/example-api';
import { checkJourney, type Journey, takeJourney, type Violation } from '@headwater/kill-anywhere';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type SoakConnector, soakConnector } from './soak-connector.ts';
import { expectedRecords, type StreamKind, streamKinds } from './stream-kind.ts';

// A test starts many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let connector: SoakConnector;
beforeAll(async () => {
  connector = await soakConnector();
});
afterAll(() => connector.remove());

const SECOND = 1000;
const HOUR = 3600 * SECOND;

const kindsThatChange = streamKinds.filter(({ isChanging }) => isChanging === true);

/** A read of orders that change meanwhile, and a read after it. */
async function readTwice(
  options: ExampleApiOptions,
  { kinds = kindsThatChange, journey = [] }: { kinds?: readonly StreamKind[]; journey?: Journey } = {},
): Promise<readonly Violation[]> {
  const api = await startExampleApi({ size: 60, churn: { every: 2, orders: 4 }, ...options });
  try {
    const reads = connector.reads(kinds, api, { pageSize: 5, concurrency: 1 });
    const runs = await takeJourney(reads, journey, { followingRuns: [() => api.stopChurn()] });
    const changed = changedOf(api);
    expect(changed).toBeGreaterThan(20);
    const result = checkJourney(runs, reads.streams, { expected: expectedRecords(kinds, api.shop), isChanging: true });
    return result.violations;
  } finally {
    await api.close();
  }
}

function changedOf({ shop }: ExampleApi): number {
  return Array.from({ length: shop.size }, (_, index) => shop.orderChanges?.secondOf(index)).filter(Boolean).length;
}

test.each([
  ['the time of the connector', 0],
  ['an hour behind the connector', -HOUR],
  ['an hour ahead of it', HOUR],
])('I5, I10: what changes during a read is in it, or in the next; the API has %s', async (_what, skew) => {
  // What is in the future of the connector is not in a window that ends with its present.
  const kinds = kindsThatChange.filter(({ endsNow }) => skew <= 0 || endsNow !== true);
  expect(await readTwice({ now: () => Date.now() + skew }, { kinds })).toEqual([]);
});

test('I5, I10: all changes at the same time are ties, and none is lost', async () => {
  expect(await readTwice({ now: () => Date.parse('2026-01-01T00:00:00Z') })).toEqual([]);
});

test('I5, I10: in a read that is killed, too', async () => {
  const journey = [30, 200, 90, 150].map((afterLine) => ({ afterLine, signal: 'SIGKILL' }) as const);
  expect(await readTwice({ latencyMs: 5 }, { journey })).toEqual([]);
});
