import { canonicalJson } from '@headwater/kill-anywhere';
import { counted } from '../../terminal/show.ts';
import { failures, type StreamTest } from '../standard-test.ts';
import { showKeys } from '../subject/records-of.ts';
import { readFromStates } from './chosen-states.ts';

export const nothingSkipped: StreamTest = {
  name: 'nothing-skipped',
  group: 'incremental',
  proves:
    'What came before a STATE and what a read from it gives are together all records, also those that share its cursor value.',
  advice:
    'Ask for records at the cursor value too, not only after it. Declare recordOrder as the API really sorts: a STATE in the middle is only safe where the order is.',
  async run(stream) {
    const { records } = await stream.readIncrementally();
    const problems: string[] = [];
    for (const { state, covered, next } of await readFromStates(stream)) {
      if (!next.isComplete) {
        problems.push(`the read from ${JSON.stringify(state)} did not complete`);
        continue;
      }
      const came = new Set([...covered, ...next.records].map(canonicalJson));
      const skipped = records.filter((record) => !came.has(canonicalJson(record)));
      if (skipped.length === 0) continue;
      const count = `${skipped.length} of ${counted(records.length, 'record')} are skipped`;
      problems.push(`read from ${JSON.stringify(state)}, ${count}: ${showKeys(skipped, stream)}`);
    }
    return failures(...problems);
  },
};
