import { failures, NotTestable, type StreamTest } from '../standard-test.ts';

export const emittedLater: StreamTest = {
  name: 'emitted-later',
  group: 'twice',
  proves: 'Every record of the second read was emitted later than those of the first.',
  advice: 'Set emitted_at to the time at which the record leaves, in milliseconds.',
  async run(stream) {
    if (stream.connector.api === 'recording') throw new NotTestable('in a recording it is always the same time');
    const first = await stream.readWithOthers();
    const second = await stream.readAlone();
    if (first.records.length === 0 || second.records.length === 0) throw new NotTestable('the read gave no records');
    const last = first.emittedAt.reduce((a, b) => Math.max(a, b));
    const next = second.emittedAt.reduce((a, b) => Math.min(a, b));
    return next > last ? [] : failures(`the second read has a record of ${next}, the first ended at ${last}`);
  },
};
