import { describe, expect, test } from 'vitest';
import { CONNECTOR_TESTS, STREAM_TESTS } from '../src/standard-tests/all-tests.ts';
import { runTest, runTests } from '../src/standard-tests/run-tests.ts';
import type { RunConnector } from '../src/standard-tests/subject/run-connector.ts';
import { TestedConnector } from '../src/standard-tests/subject/tested-connector.ts';
import type { TestResult } from '../src/standard-tests/test-result.ts';
import { commandFaults } from './planted/command-faults.ts';
import { config, littleConnector } from './planted/little-connector.ts';
import type { PlantedFault } from './planted/planted-fault.ts';
import { readFaults } from './planted/read-faults.ts';
import { specFaults } from './planted/spec-faults.ts';

const faults: readonly PlantedFault[] = [...specFaults, ...commandFaults, ...readFaults];

/** Runs one standard test of the connector, or of its stream of orders. */
async function runOne(name: string, run: RunConnector): Promise<TestResult> {
  const connector = new TestedConnector({ run, config });
  const ofConnector = CONNECTOR_TESTS.find((one) => one.name === name);
  if (ofConnector !== undefined) return runTest(ofConnector, connector);
  const ofStream = STREAM_TESTS.find((one) => one.name === name);
  const [orders] = await connector.streams();
  if (ofStream === undefined || orders === undefined) throw new Error(`no test ${name}`);
  return runTest(ofStream, orders);
}

const planted =
  ({ plant }: PlantedFault): RunConnector =>
  async (request) => {
    const run = structuredClone(await littleConnector(request));
    plant(run, request);
    return run;
  };

describe('each standard test catches what it is for', () => {
  test.each(faults)('$test: $fault', async (fault) => {
    const { verdict, findings } = await runOne(fault.test, planted(fault));
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringContaining(fault.finds));
    expect(['failed', 'warning']).toContain(verdict);
  });

  test('and there is a planted fault for each', () => {
    const names = [...CONNECTOR_TESTS, ...STREAM_TESTS].map(({ name }) => name);
    expect(names.filter((name) => !faults.some((fault) => fault.test === name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});

test('a connector that keeps every promise passes, and what is skipped has a reason', async () => {
  const connector = new TestedConnector({ run: littleConnector, config });
  const results = await runTests(connector);
  expect(results.filter(({ verdict }) => verdict === 'failed' || verdict === 'warning')).toEqual([]);
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  expect(skipped.map(({ stream, reason }) => [stream, reason])).toEqual(
    Array.from({ length: 6 }, () => ['tags', 'the stream has no cursor']),
  );
});
