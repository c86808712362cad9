import { inParallel } from '@headwater/kill-anywhere';
import { CONNECTOR_TESTS, STREAM_TESTS } from './all-tests.ts';
import { type Finding, NotTestable, type StandardTest, TEST_GROUPS, type TestGroup } from './standard-test.ts';
import type { TestedConnector } from './subject/tested-connector.ts';
import type { TestedStream } from './subject/tested-stream.ts';
import type { TestResult, Verdict } from './test-result.ts';
import type { Accepted, TestSettings } from './test-settings.ts';

/** Groups whose tests spend their time waiting: for a retry, for a quota. */
const WAITING: ReadonlySet<TestGroup> = new Set(['faults']);
/** Such tests that run at the same time. */
const AT_ONCE = 4;

export interface RunTestsOptions {
  /** @default all */
  readonly groups?: readonly TestGroup[];
  readonly settings?: TestSettings;
  /** Aborted, it leaves out the tests that have not begun or are under way. */
  readonly signal?: AbortSignal;
  /** Called before each test. */
  readonly onTest?: (test: string, stream: string | undefined) => void;
}

/** Runs the standard tests, group by group: those of the connector, then those of each stream. */
export async function runTests(
  connector: TestedConnector,
  { groups = [], settings = {}, signal, onTest }: RunTestsOptions = {},
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  // Whoever stops the tests gets what there is until then.
  const attempt = async (run: () => Promise<TestResult>): Promise<TestResult[]> => {
    try {
      return signal?.aborted === true ? [] : [await run()];
    } catch (error) {
      if (signal?.aborted === true) return [];
      throw error;
    }
  };
  for (const group of TEST_GROUPS) {
    if (groups.length > 0 && !groups.includes(group)) continue;
    for (const test of CONNECTOR_TESTS.filter((one) => one.group === group)) {
      onTest?.(test.name, undefined);
      results.push(...(await attempt(() => runTest(test, connector, settings.accept))));
    }
    const tests = STREAM_TESTS.filter((one) => one.group === group);
    if (tests.length === 0) continue;
    const pairs = (await streamsOf(connector, signal)).flatMap((stream) => tests.map((test) => ({ stream, test })));
    const ofStreams = await inParallel(pairs, WAITING.has(group) ? AT_ONCE : 1, ({ stream, test }) => {
      onTest?.(test.name, stream.label);
      return attempt(async () => ({ ...(await runTest(test, stream, stream.settings.accept)), stream: stream.label }));
    });
    results.push(...ofStreams.flat());
  }
  return results;
}

/** Runs one test of its subject. */
export async function runTest<TSubject>(
  test: StandardTest<TSubject>,
  subject: TSubject,
  accept: Accepted = {},
): Promise<TestResult> {
  const { name, group, proves, advice } = test;
  const startedAt = performance.now();
  const [findings, reason] = await findingsOf(test, subject);
  const known = findings.length > 0 ? accept[name] : undefined;
  return {
    test: name,
    group,
    verdict: known === undefined && reason === undefined ? verdictOf(findings) : 'skipped',
    findings,
    ...((known ?? reason) !== undefined && { reason: known === undefined ? (reason ?? '') : `accepted: ${known}` }),
    proves,
    advice,
    elapsedMs: Math.round(performance.now() - startedAt),
  };
}

async function findingsOf<TSubject>(
  test: StandardTest<TSubject>,
  subject: TSubject,
): Promise<[readonly Finding[], string | undefined]> {
  try {
    return [await test.run(subject), undefined];
  } catch (error) {
    if (error instanceof NotTestable) return [[], error.message];
    throw error;
  }
}

function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'failed')) return 'failed';
  return findings.length > 0 ? 'warning' : 'passed';
}

/** No streams when discover failed, which a test of its own says. */
async function streamsOf(
  connector: TestedConnector,
  signal: AbortSignal | undefined,
): Promise<readonly TestedStream[]> {
  if (signal?.aborted === true) return [];
  try {
    return await connector.streams();
  } catch (error) {
    if (error instanceof NotTestable) return [];
    throw error;
  }
}
