import type { TestedConnector } from './subject/tested-connector.ts';
import type { TestedStream } from './subject/tested-stream.ts';

/** What the tests are about, in the order in which they run and stand on the scorecard. */
export const TEST_GROUPS = [
  'spec',
  'check',
  'discover',
  'read',
  'twice',
  'incremental',
  'pagination',
  'faults',
  'resume',
] as const;

export type TestGroup = (typeof TEST_GROUPS)[number];

/** Something that a test found. A warning is what may be right, and that only a person can tell. */
export interface Finding {
  readonly severity: 'failed' | 'warning';
  /** What happened, with the values, and where. */
  readonly message: string;
}

/** One promise that every connector keeps. */
export interface StandardTest<TSubject> {
  /** Unique among all tests; reports and settings name it. Kebab-case. */
  readonly name: string;
  readonly group: TestGroup;
  /** What holds when it passes, in a sentence. */
  readonly proves: string;
  /** What the author can do where it does not, in a sentence. */
  readonly advice: string;
  /**
   * Looks whether the promise is kept.
   *
   * @returns What is wrong; nothing when all is well.
   * @throws NotTestable when it cannot be told.
   */
  run(subject: TSubject): readonly Finding[] | Promise<readonly Finding[]>;
}

/** A test of the connector as a whole; runs once. */
export type ConnectorTest = StandardTest<TestedConnector>;

/** A test of one stream; runs for each. */
export type StreamTest = StandardTest<TestedStream>;

/** A promise cannot be tested here; the message says why. The test counts as skipped. */
export class NotTestable extends Error {
  override readonly name = 'NotTestable';
}

export function failures(...messages: readonly string[]): Finding[] {
  return messages.map((message) => ({ severity: 'failed', message }));
}

export function warnings(...messages: readonly string[]): Finding[] {
  return messages.map((message) => ({ severity: 'warning', message }));
}
