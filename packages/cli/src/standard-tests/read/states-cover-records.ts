import { statesCountRecords } from '@headwater/kill-anywhere';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { answersOf } from '../subject/answers-of.ts';
import type { StreamRead } from '../subject/tested-stream.ts';

export const statesCoverRecords: StreamTest = {
  name: 'states-cover-records',
  group: 'read',
  proves: 'The stream has a STATE of type STREAM after its last record, and each STATE counts the records before it.',
  advice:
    'A connector of the kit does so by itself; another one must send a STATE at the end of each stream, with sourceStats.',
  async run(stream) {
    const full = await stream.readWithOthers();
    if (!full.isComplete) throw new NotTestable('the read did not complete');
    return failures(
      ...problemsOf(full),
      ...(stream.isIncremental
        ? problemsOf(await stream.readIncrementally()).map((problem) => `incrementally: ${problem}`)
        : []),
    );
  },
};

function problemsOf({ events, run }: StreamRead): string[] {
  // A state of another type belongs to no stream; it is said of each, because any could be meant.
  const others = answersOf(run, 'STATE').filter(({ state }) => state.type !== 'STREAM').length;
  return [...(others > 0 ? [`${others} STATEs are not of the type STREAM`] : []), ...statesCountRecords(events)];
}
