import { processEndsWell, statusesInOrder } from '@headwater/kill-anywhere';
import { failures, type StreamTest } from '../standard-test.ts';
import { describeEnd } from '../subject/answers-of.ts';
import type { StreamRead, TestedStream } from '../subject/tested-stream.ts';

export const readCompletes: StreamTest = {
  name: 'read-completes',
  group: 'read',
  proves: 'The stream says STARTED, RUNNING and COMPLETE, in this order, without an error.',
  advice: 'Run "headwater read --stream" with its name: it shows what went wrong.',
  async run(stream) {
    return failures(
      ...problemsOf(await stream.readWithOthers()),
      ...(stream.isIncremental ? await incrementalProblems(stream) : []),
    );
  },
};

async function incrementalProblems(stream: TestedStream): Promise<string[]> {
  return problemsOf(await stream.readIncrementally()).map((problem) => `incrementally: ${problem}`);
}

function problemsOf({ events, run, isComplete }: StreamRead): string[] {
  const errors = events.flatMap((event) => (event.kind === 'error' ? [event.message] : []));
  if (errors.length > 0) return errors;
  const problems = [...statusesInOrder(events, run, true), ...(isComplete ? [] : processEndsWell(run))];
  return isComplete || problems.length > 0 ? problems : [`it is not COMPLETE: ${describeEnd(run)}`];
}
