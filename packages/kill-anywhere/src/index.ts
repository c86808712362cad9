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
