export { describeViolations, killAnywhere, type KillAnywhereOptions, type KillReport } from './kill-anywhere.ts';
export {
  describePlace,
  everyLine,
  type Journey,
  type KillPlace,
  type KillPlan,
  randomLines,
  type RandomLinesOptions,
} from './kill-plan.ts';
export type { StreamUnderTest } from './stream-under-test.ts';
export type { Violation } from './violation.ts';

// The parts, for journeys through a source that changes
export { checkJourney, type CheckJourneyOptions, type JourneyResult, type StreamCounts } from './check-journey.ts';
export { isComplete, type ReadRun } from './read-run.ts';
export { type Connector, takeJourney, type TakeJourneyOptions } from './take-journey.ts';
export { inParallel } from './in-parallel.ts';
export { seededRandom, type SeededRandom } from './seeded-random.ts';

// The rules, one by one, for other tests of the same promises
export { canonicalJson } from './exact-json.ts';
export { eventsOf, type StreamEvent } from './read-run.ts';
export { processEndsWell } from './rules/process-ends-well.ts';
export { statesCountRecords } from './rules/states-count-records.ts';
export { statusesInOrder } from './rules/statuses-in-order.ts';
export { labelOf } from './stream-under-test.ts';
