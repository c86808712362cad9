import { checkJourney, type JourneyResult, type StreamCounts } from './check-journey.ts';
import { canonicalJson } from './exact-json.ts';
import { cutsOf } from './cuts-of.ts';
import { inParallel } from './in-parallel.ts';
import { describePlace, type Journey, type KillPlace, type KillPlan } from './kill-plan.ts';
import { eventsOf, type ReadRun } from './read-run.ts';
import { labelOf, type StreamUnderTest } from './stream-under-test.ts';
import { type Connector, type LastStates, readFrom, takeJourney } from './take-journey.ts';
import type { Violation } from './violation.ts';

/** How {@link killAnywhere} goes about it. */
export interface KillAnywhereOptions extends Connector {
  /** After how many STATEs, evenly over it, the undisturbed read is cut; each costs one more read. @default all: after every line */
  readonly mostCuts?: number;
  /** Where processes are ended in earnest. @default nowhere */
  readonly plan?: KillPlan;
  /**
   * All records of each stream, by its name, where they are known from elsewhere.
   * @default what a read that nobody disturbs gives
   */
  readonly expected?: Readonly<Record<string, readonly unknown[]>>;
  /** How often a read that fails by itself is started again, as a platform does. @default 0 */
  readonly restarts?: number;
  /** How many journeys are under way at the same time. @default 2 */
  readonly parallel?: number;
}

/** What came of it. */
export interface KillReport {
  /** Lines of the read that nobody disturbed: it was cut after each of them. */
  readonly lines: number;
  /** Cuts that stand for all lines. */
  readonly cuts: number;
  /** Processes that were ended in earnest. */
  readonly kills: number;
  /** Runs that were checked; what was read once is counted as often as it was needed. */
  readonly runs: number;
  /** By stream; `lost` is the sum over all journeys. */
  readonly streams: Readonly<Record<string, StreamCounts>>;
  readonly violations: readonly (Violation & { readonly journey: Journey })[];
}

/**
 * Ends the read of a connector, starts it again from the last STATE of each stream, and holds what was seen against all that it must
 * keep: nothing is lost, little is sent twice, each STATE counts its records, statuses are in order, and a process that is asked to
 * stop does so. The source must not change meanwhile.
 *
 * After a SIGKILL the lines that had been read are all that is left. So one read that nobody disturbs is cut after every line, which
 * costs one more read for each STATE; then processes are ended in earnest where `plan` says.
 *
 * @example
 * const report = await killAnywhere({
 *   command: ['node', 'src/main.ts'],
 *   config,
 *   streams: [{ name: 'orders', syncMode: 'incremental', primaryKey: [['id']], mostDuplicates: 100 }],
 *   plan: randomLines({ seed: 1, journeys: 10, kills: 3 }),
 * });
 * expect(describeReport(report)).toBe('');
 */
export async function killAnywhere(options: KillAnywhereOptions): Promise<KillReport> {
  const { streams, mostCuts, plan = () => [], parallel = 2, restarts = 0 } = options;
  const undisturbed = await takeJourney(options, [], { restarts });
  const expected = options.expected ?? recordsOf(undisturbed, streams);
  const lines = undisturbed.reduce((sum, { messages, badLines }) => sum + messages.length + badLines.length, 0);
  const check = (journey: Journey, runs: readonly ReadRun[]) => ({
    journey,
    ...checkJourney(runs, streams, { expected }),
  });
  const whole = check([], undisturbed);
  // Where that breaks a promise, so does every journey, and none says more.
  if (whole.violations.length > 0) return { lines, cuts: 0, kills: 0, ...sumOf([whole]) };

  const finish = oncePerState(options);
  const places = cutsOf(undisturbed[0] as ReadRun, mostCuts);
  const cut = await inParallel(places, parallel, async (run) =>
    check([run.killedAt as KillPlace], await takeJourney(options, [], { restarts, finish, madeRuns: [run] })),
  );
  const journeys = await inParallel(plan(lines), parallel, async (journey) =>
    check(journey, await takeJourney(options, journey, { restarts, finish })),
  );
  const kills = journeys.reduce((sum, journey) => sum + journey.kills, 0);
  return { lines, cuts: places.length, kills, ...sumOf([whole, ...cut, ...journeys]) };
}

/** Many journeys come to the same states, and from there the same source is read once. */
function oncePerState(connector: Connector): (states: LastStates) => Promise<ReadRun> {
  const reads = new Map<string, Promise<ReadRun>>();
  return (states) => {
    const key = canonicalJson(Object.fromEntries(states));
    const read = reads.get(key) ?? readFrom(connector, new Map(states));
    reads.set(key, read);
    return read;
  };
}

/** The violations of a report, a line each, with the way that led there; an empty text when there are none. */
export function describeViolations({ violations }: Pick<KillReport, 'violations'>): string {
  return violations
    .map(({ rule, stream, message, journey }) => {
      const way = journey.length === 0 ? 'undisturbed' : journey.map(describePlace).join(', then ');
      return `${rule}: ${stream === undefined ? '' : `stream ${stream}, `}${message} [${way}]`;
    })
    .join('\n');
}

function recordsOf(runs: readonly ReadRun[], streams: readonly StreamUnderTest[]): Record<string, unknown[]> {
  return Object.fromEntries(
    streams.map((stream) => [
      labelOf(stream),
      runs.flatMap((run) => eventsOf(run, stream)).flatMap((event) => (event.kind === 'record' ? [event.data] : [])),
    ]),
  );
}

function sumOf(
  results: readonly (JourneyResult & { readonly journey: Journey })[],
): Pick<KillReport, 'runs' | 'streams' | 'violations'> {
  const streams: Record<string, StreamCounts> = {};
  for (const result of results) {
    for (const [label, counts] of Object.entries(result.streams)) {
      const sum = streams[label] ?? { records: 0, duplicates: 0, lost: 0 };
      streams[label] = {
        records: sum.records + counts.records,
        duplicates: sum.duplicates + counts.duplicates,
        lost: sum.lost + counts.lost,
      };
    }
  }
  return {
    runs: results.reduce((sum, { runs }) => sum + runs, 0),
    streams,
    violations: results.flatMap(({ violations, journey }) =>
      violations.map((violation) => ({ ...violation, journey })),
    ),
  };
}
