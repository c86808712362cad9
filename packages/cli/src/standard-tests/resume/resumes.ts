import { describePlace } from '@headwater/kill-anywhere';
import { NOT_RECORDED } from '../incremental/chosen-states.ts';
import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import type { KillFindings } from './kill-connector.ts';

export const resumes: StreamTest = {
  name: 'resumes',
  group: 'resume',
  proves: 'Ended after any line and started again from the last STATE, the read has every record in the end.',
  advice: 'Send a STATE only after the records that it covers, and read on from it including its bound.',
  async run({ connector, label, isKillable }) {
    if (!isKillable) throw new NotTestable(NOT_RECORDED);
    return failures(...lossesOf(await connector.killReport(), label));
  },
};

/** What a stream lost, the places at which the same is lost once. */
function lossesOf({ violations, cuts, gap }: KillFindings, label: string): string[] {
  const own = violations.filter(({ stream, rule }) => stream === label && rule !== 'a stop keeps records');
  if (cuts === 0 && own.length === 0)
    throw new NotTestable('the read breaks a promise of another test, also undisturbed');
  if (own.length > 0 && gap !== undefined) throw new NotTestable(gap);
  const found = new Map<string, string>();
  for (const { rule, message, journey } of own) {
    const text = message.replace(/^run \d+: /, '');
    const key = text.replace(/\d+/g, '#');
    const way = journey.length === 0 ? 'undisturbed' : journey.map(describePlace).join(', then ');
    if (!found.has(key)) found.set(key, `${rule}: ${text} [${way}]`);
  }
  return [...found.values()];
}
