import type { Finding, TestGroup } from './standard-test.ts';

export type Verdict = 'passed' | 'warning' | 'failed' | 'skipped';

/** What one test came to, for one stream or for the connector. */
export interface TestResult {
  readonly test: string;
  readonly group: TestGroup;
  /** Absent for a test of the connector as a whole. */
  readonly stream?: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Why it was skipped. */
  readonly reason?: string;
  readonly proves: string;
  readonly advice: string;
  readonly elapsedMs: number;
}

export type VerdictCounts = Readonly<Record<Verdict, number>>;

export function countVerdicts(results: readonly TestResult[]): VerdictCounts {
  const counts = { passed: 0, warning: 0, failed: 0, skipped: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}
