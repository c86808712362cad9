import type { ContestantName } from './contestant.ts';
import type { Sink } from './run-process.ts';

/** How a contestant did in a case: medians over the rounds. */
export interface ReadResult {
  /** RECORD lines that it wrote in the untimed run. */
  readonly recordCount: number;
  /** Bytes that it wrote in the untimed run. */
  readonly outputBytes: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly recordsPerSecond: number;
  /** Megabytes (10^6 bytes) of output. */
  readonly megabytesPerSecond: number;
  readonly peakMemoryMb: number;
  /** The time of each round. */
  readonly roundsMs: readonly number[];
}

/** One size, read by all contestants in turns. */
export interface ReadCase {
  readonly records: number;
  readonly pageSize: number;
  readonly sink: Sink;
  readonly contestants: Partial<Record<ContestantName, ReadResult>>;
}

/** Milliseconds from spawn to exit, medians. */
export interface StartUp {
  /** `node -e 0`. */
  readonly empty: number;
  readonly commands: Partial<Record<'spec' | 'check' | 'discover', number>>;
  /** A whole read of ten records: the part of every read that does not grow with the records. */
  readonly firstPage: Partial<Record<ContestantName, number>>;
}

/** A ratio and what is asked of it. */
export interface Goal {
  readonly what: string;
  readonly ratio: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly isMet: boolean;
}

/** What `results/latest.json` holds. */
export interface BenchResults {
  readonly startedAt: string;
  readonly seconds: number;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  /** Processes that wanted a core, on average over a minute, before and after: more than 2 afterwards means company. */
  readonly load: { readonly before: number; readonly after: number };
  readonly cases: readonly ReadCase[];
  readonly startUp: StartUp;
  readonly goals: readonly Goal[];
  /** Contestants that could not take part, and why. */
  readonly skipped: Readonly<Record<string, string>>;
}
