import { failures, NotTestable, type StreamTest } from '../standard-test.ts';

export const hasRecords: StreamTest = {
  name: 'has-records',
  group: 'read',
  proves: 'The stream has at least one record: what it never sends, nobody has tested.',
  advice:
    'Look whether the path and recordPath are right. Where the account has none, make one, or say so under "accept" in headwater.json.',
  async run(stream) {
    const read = await stream.readWithOthers();
    if (!read.isComplete) throw new NotTestable('the read did not complete');
    return read.records.length > 0 ? [] : failures('the stream has no records');
  },
};
