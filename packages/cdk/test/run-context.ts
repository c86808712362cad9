import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../src/logger.ts';
import type { JsonObject } from '../src/protocol/json.ts';
import type { Clock } from '../src/streams/clock.ts';
import { newRequestCounts, type SliceContext } from '../src/streams/contexts.ts';
import { UnfinishedWork } from '../src/streams/unfinished-work.ts';
import { TestClock } from '../src/testing/test-clock.ts';

/** What a stream gets while it is read, made by hand, and everything that was said through it. */
export interface TestRun {
  readonly context: SliceContext<any, any>;
  readonly clock: TestClock;
  /** Each line with its level: `warn: Waiting 1 s`. */
  readonly logs: string[];
  readonly secrets: string[];
  /** The argument of each `reportRateLimit`. */
  readonly rateLimits: (number | undefined)[];
  /** The config that the run started with, and what each `updateConfig` changed it to. */
  readonly configs: JsonObject[];
  /** What was handed to `waitUntil`. */
  readonly unfinished: UnfinishedWork;
  /** Stops the run, as SIGTERM would. */
  readonly abort: (reason: unknown) => void;
}

export interface TestRunOptions {
  readonly clock?: Clock;
  readonly slice?: unknown;
  readonly state?: unknown;
  readonly config?: JsonObject;
}

export function testRun(options: TestRunOptions = {}): TestRun {
  const clock = new TestClock();
  const logs: string[] = [];
  const secrets: string[] = [];
  const rateLimits: (number | undefined)[] = [];
  const configs: JsonObject[] = [options.config ?? {}];
  const unfinished = new UnfinishedWork();
  const controller = new AbortController();
  const context: SliceContext<any, any> = {
    logger: listLogger(logs),
    signal: controller.signal,
    clock: options.clock ?? clock,
    addSecret: (value) => void secrets.push(value),
    async updateConfig(change) {
      const changed = await change(configs.at(-1) ?? {});
      if (!isDeepStrictEqual(changed, configs.at(-1))) configs.push(changed);
    },
    redact: (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '****'), text),
    waitUntil: unfinished.add,
    syncMode: 'full_refresh',
    state: options.state ?? {},
    reportRateLimit: (quotaReset) => void rateLimits.push(quotaReset),
    requestCounts: newRequestCounts(),
    slice: options.slice,
  };
  const abort = (reason: unknown): void => controller.abort(reason);
  return { context, clock, logs, secrets, rateLimits, configs, unfinished, abort };
}

/** A logger that adds each line to a list, as `level: message`. */
export function listLogger(lines: string[]): Logger {
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/** What a promise rejects with; fails when it resolves. */
export async function rejectionOf(promise: Promise<unknown>): Promise<any> {
  const settled = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in settled) return settled.error;
  throw new Error(`Expected a rejection, got ${String(settled.value)}`);
}

/** What a function throws; fails when it returns. */
export function thrownBy(run: () => unknown): any {
  let value: unknown;
  try {
    value = run();
  } catch (error) {
    return error;
  }
  throw new Error(`Expected a throw, got ${String(value)}`);
}
