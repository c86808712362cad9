import { describe, expect, test } from 'vitest';
import { CONNECTOR_TESTS, STREAM_TESTS } from '../src/standard-tests/all-tests.ts';
import { runTest, runTests } from '../src/standard-tests/run-tests.ts';
import type { ConnectorRun, RunConnector } from '../src/standard-tests/subject/run-connector.ts';
import { TestedConnector } from '../src/standard-tests/subject/tested-connector.ts';
import type { TestResult } from '../src/standard-tests/test-result.ts';
import { apiFaults } from './planted/api-faults.ts';
import { commandFaults } from './planted/command-faults.ts';
import { config, littleConnector } from './planted/little-connector.ts';
import type { PlantedFault } from './planted/planted-fault.ts';
import { type KillFault, killFaults, killing } from './planted/kill-faults.ts';
import { partitionedOrders } from './planted/partitioned-orders.ts';
import { readFaults } from './planted/read-faults.ts';
import { specFaults } from './planted/spec-faults.ts';

const faults: readonly PlantedFault[] = [...specFaults, ...commandFaults, ...readFaults, ...apiFaults];

/** Runs one standard test of the connector, or of one of its streams. */
async function runOne({ test: name, stream: wanted = 'orders', ...fault }: PlantedFault): Promise<TestResult> {
  const connector = new TestedConnector({ run: planted(fault), config });
  const ofConnector = CONNECTOR_TESTS.find((one) => one.name === name);
  if (ofConnector !== undefined) return runTest(ofConnector, connector);
  const ofStream = STREAM_TESTS.find((one) => one.name === name);
  const stream = (await connector.streams()).find(({ label }) => label === wanted);
  if (ofStream === undefined || stream === undefined) throw new Error(`no test ${name}`);
  return runTest(ofStream, stream);
}

/** The tests of a connector whose processes are ended. */
function runKilled(killAnywhere: KillFault['kill']): Promise<TestResult[]> {
  const numbers = {
    name: 'numbers',
    json_schema: {},
    supported_sync_modes: ['full_refresh', 'incremental'],
    source_defined_primary_key: [['id']],
  };
  const run: RunConnector = async (request) => ({
    ...(await littleConnector(request)),
    messages: [{ type: 'CATALOG', catalog: { streams: [numbers] } }] as unknown as ConnectorRun['messages'],
  });
  return runTests(new TestedConnector({ run, config, killAnywhere }), { groups: ['resume'] });
}

const planted =
  ({ plant, breaks }: Pick<PlantedFault, 'plant' | 'breaks'>): RunConnector =>
  async (request) => {
    const run = await littleConnector(request, breaks);
    const copy = { ...run, messages: structuredClone(run.messages), exchanges: [...run.exchanges] };
    plant?.(copy, request);
    return copy;
  };

describe('each standard test catches what it is for', () => {
  test.each(faults)('$test: $fault', async (fault) => {
    const { verdict, findings } = await runOne(fault);
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining(fault.finds));
    expect(['failed', 'warning']).toContain(verdict);
  });

  test('and there is a planted fault for each', () => {
    const names = [...CONNECTOR_TESTS, ...STREAM_TESTS].map(({ name }) => name);
    const proven = new Set([...faults, ...killFaults].map((fault) => fault.test));
    expect(names.filter((name) => !proven.has(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('each standard test of what a kill costs catches what it is for', () => {
  test.each(killFaults)('$test: $fault', { timeout: 60_000 }, async ({ test: name, kill, finds }) => {
    const findings = (await runKilled(kill)).filter((one) => one.test === name).flatMap((one) => one.findings);
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining(finds));
  });

  test('and a connector that loses nothing passes', { timeout: 60_000 }, async () => {
    const results = await runKilled(killing());
    expect(results.map(({ test: name, verdict, findings }) => [name, verdict, findings])).toEqual([
      ['stops-in-order', 'passed', []],
      ['resumes', 'passed', []],
    ]);
  });
});

test('a connector that keeps every promise passes, and what is skipped has a reason', async () => {
  const connector = new TestedConnector({ run: (request) => littleConnector(request), config });
  const results = await runTests(connector);
  expect(results.filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')).toEqual([]);
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  const reasons = Map.groupBy(skipped, ({ reason }) => reason);
  expect(Object.fromEntries([...reasons].map(([reason, { length }]) => [reason, length]))).toEqual({
    'the stream has no cursor': 6,
    'its pages do not name the next one': 2,
    'it does not count its pages': 1,
    'its processes cannot be ended here': 3,
  });
});

test('a read that fails before the fault comes says nothing of the fault: skipped, with what made it fail', async () => {
  const run: RunConnector = (request) =>
    littleConnector(request.alteration === undefined ? request : { ...request, config: { api_token: 'used up' } });
  const results = await runTests(new TestedConnector({ run, config }), { groups: ['faults'] });
  expect(results.find(({ test: name }) => name === 'server-error')).toMatchObject({
    verdict: 'skipped',
    reason: expect.stringMatching(/^the read ended before it came to the request that the fault is for: .* 401/),
  });
});

test.each([{ end_of_stream: true }, { meta: { has_more: false } }, { isLastPage: true }, { done: true }])(
  'last-page: an API that always names a next page says the end by %j',
  async (flag) => {
    const run: RunConnector = async (request) => {
      const said = await littleConnector(request);
      const exchanges = said.exchanges.map((exchange, index) => {
        const body = {
          ...JSON.parse(exchange.response.body.toString()),
          ...(index === 2 && { next: 'after30', ...flag }),
        };
        return { ...exchange, response: { ...exchange.response, body: Buffer.from(JSON.stringify(body)) } };
      });
      return { ...said, exchanges };
    };
    const results = await runTests(new TestedConnector({ run, config, streams: ['orders'] }), {
      groups: ['pagination'],
    });
    expect(results.map(({ test: name, findings }) => [name, findings])).toEqual([
      ['next-page-differs', []],
      ['last-page', []],
      ['round-count', []],
    ]);
  },
);

describe('a stream in partitions, which are at different places', () => {
  /** What the incremental tests find. */
  async function findingsOf(run: RunConnector, lookback?: string): Promise<Record<string, readonly string[]>> {
    const settings = { streams: { orders: lookback === undefined ? {} : { lookback } } };
    const connector = new TestedConnector({ run, config, settings, streams: ['orders'] });
    const results = await runTests(connector, { groups: ['incremental'], settings });
    const found = results.map(({ test: name, findings }) => [name, findings.map(({ message }) => message)] as const);
    return Object.fromEntries(found.filter(([, messages]) => messages.length > 0));
  }

  test('keeps every promise, though the least of all positions goes back when a partition joins', async () => {
    expect(await findingsOf(partitionedOrders(), 'P2D')).toEqual({});
  });

  test('only-newer: it reads again on purpose, and nobody said so', async () => {
    expect(await findingsOf(partitionedOrders())).toEqual({
      'only-newer': ['read from 2024-01-12T00:00:00.000Z, 2 of 6 records are older: id 10, 11'],
    });
  });

  test('state-advances: one partition goes back while the other goes on', async () => {
    const run = partitionedOrders((positions) => ({ ...positions, late: '2024-01-02' }));
    const { 'state-advances': found } = await findingsOf(run, 'P2D');
    expect(found).toContain('partition {"part":"late"}: a read from 2024-01-25T00:00:00.000Z ended at 2024-01-02');
  });

  test('state-advances: a partition is gone from the state', async () => {
    const run = partitionedOrders(({ early = '' }) => ({ early }));
    const { 'state-advances': found } = await findingsOf(run, 'P2D');
    expect(found).toContain(
      'the STATE after a read from one with partition {"part":"late"} has no position of it any more',
    );
  });
});
