import { type ExampleApiOptions, type FaultRule, startExampleApi } from '@headwater/example-api';
import { checkJourney, type KillPlace, type ReadRun, takeJourney, type Violation } from '@headwater/kill-anywhere';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Config } from './connector/config.ts';
import { type SoakConnector, soakConnector } from './soak-connector.ts';
import { expectedRecords, type ReadSize, streamKinds } from './stream-kind.ts';

// A test starts many processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let connector: SoakConnector;
beforeAll(async () => {
  connector = await soakConnector();
});
afterAll(() => connector.remove());

/** Long enough for a loaded machine, and far too short for what the streams wait for. */
const LIMIT_MS = 10_000;

interface Stop {
  readonly stream: string;
  readonly place: Omit<KillPlace, 'signal'>;
  readonly api: ExampleApiOptions;
  readonly size?: ReadSize;
  readonly config?: Partial<Config>;
}

/** Reads one stream, asks it to stop, and reads the rest. */
async function stop({ stream, place, api: options, size = { pageSize: 5, concurrency: 1 }, config }: Stop) {
  const api = await startExampleApi(options);
  try {
    const kinds = streamKinds.filter(({ name }) => name === stream);
    const reads = { ...connector.reads(kinds, api, size, config), limitMs: LIMIT_MS };
    const runs = await takeJourney(reads, [{ ...place, signal: 'SIGTERM' }]);
    const { violations } = checkJourney(runs, reads.streams, { expected: expectedRecords(kinds, api.shop) });
    return { stopped: runs[0] as ReadRun, violations };
  } finally {
    await api.close();
  }
}

/** The last three lines of a run, without logs. */
function lastOf({ messages }: ReadRun): string[] {
  return messages
    .filter(({ type }) => type !== 'LOG')
    .slice(-3)
    .map((message) =>
      message.type === 'TRACE' && message.trace.type === 'STREAM_STATUS'
        ? message.trace.stream_status.status
        : message.type,
    );
}

const expectAllKept = ({ violations, stopped }: { stopped: ReadRun; violations: readonly Violation[] }): void => {
  expect(violations).toEqual([]);
  expect(stopped.signal).toBe('SIGTERM');
};

/** What the third page of a resource meets. */
const thirdPage = (path: string | RegExp, fault: FaultRule['fault']): ExampleApiOptions => ({
  size: 40,
  faults: [{ path, from: 3, fault }],
});

test.each([
  ['a page that takes a minute', { kind: 'latency', ms: 60_000 }],
  ['a page that never comes', { kind: 'hang' }],
  ['the rest of a page', { kind: 'stall' }],
] as const)('P4: SIGTERM while waiting for %s', async (_what, fault) => {
  const result = await stop({
    stream: 'orders',
    place: { afterLine: 14, at: 'state' },
    api: thirdPage('/v1/orders', fault),
  });
  expectAllKept(result);
  expect(lastOf(result.stopped)).toEqual(['RECORD', 'STATE', 'INCOMPLETE']);
});

test('P4: SIGTERM while waiting as long as a 429 asks', async () => {
  const fault = { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 60 } as const;
  const result = await stop({ stream: 'orders', place: { afterLine: 16 }, api: thirdPage('/v1/orders', fault) });
  expectAllKept(result);
  expect(result.stopped.messages.filter((message) => message.type === 'RECORD')).toHaveLength(10);
});

test('P4: SIGTERM while waiting for the room that a rate limit has', async () => {
  const result = await stop({
    stream: 'orders',
    // The fifth STATE of eight: the next page has to wait for a minute. The next run needs four.
    place: { afterLine: 30, at: 'state' },
    api: { size: 40 },
    config: { requests_per_minute: 5 },
  });
  expectAllKept(result);
  expect(result.stopped.messages.filter((message) => message.type === 'RECORD')).toHaveLength(25);
});

test('P4: SIGTERM while a parent is read for its children', async () => {
  const result = await stop({
    stream: 'order_events',
    place: { afterLine: 12 },
    api: { size: 40, faults: [{ path: /\/orders$/, from: 2, fault: { kind: 'hang' } }] },
  });
  expectAllKept(result);
});

test('P4: SIGTERM while all places wait, each for a page of another partition', async () => {
  const result = await stop({
    stream: 'stock',
    // The reader waits until they do.
    place: { afterLine: 5, stallMs: 300 },
    api: { size: 200, faults: [{ path: /\/stock$/, from: 3, times: 4, fault: { kind: 'hang' } }] },
    size: { pageSize: 5, concurrency: 4 },
  });
  expectAllKept(result);
  expect(lastOf(result.stopped).slice(1)).toEqual(['STATE', 'INCOMPLETE']);
});

test('P4: SIGTERM while nobody reads, then somebody does: what had been sent is whole, and covered', async () => {
  const result = await stop({
    stream: 'orders',
    place: { afterLine: 300, stallMs: 700 },
    api: { size: 5000 },
    size: { pageSize: 500, concurrency: 1 },
  });
  expectAllKept(result);
  expect(lastOf(result.stopped)).toEqual(['RECORD', 'STATE', 'INCOMPLETE']);
  // The pipe was full: the read had not come to its end.
  expect(result.stopped.messages.length).toBeLessThan(4000);
});
