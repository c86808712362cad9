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
