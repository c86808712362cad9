import { failures, type Finding, NotTestable, type StreamTest, warnings } from '../standard-test.ts';
import { readFromStates } from './chosen-states.ts';
import { compareCursors } from './cursor-values.ts';
import { type Positions, positionsOf } from './state-cursor.ts';

export const stateAdvances: StreamTest = {
  name: 'state-advances',
  group: 'incremental',
  proves: 'A read from a STATE ends with one that is not before it, in any partition.',
  advice: 'Keep the state that the read started from when nothing newer came.',
  async run(stream) {
    const { cursorPath } = stream;
    const findings: Finding[] = [];
    let compared = 0;
    for (const { state, next } of await readFromStates(stream)) {
      const last = next.events.findLast((event) => event.kind === 'state');
      const before = positionsOf(state, cursorPath);
      const after = last?.kind === 'state' ? positionsOf(last.state, cursorPath) : undefined;
      if (before.size === 0 || after === undefined || after.size === 0) continue;
      compared++;
      findings.push(...wentBack(before, after), ...forgotten(before, after));
    }
    if (compared === 0) throw new NotTestable('its states have a form of their own');
    return findings;
  },
};

function wentBack(before: Positions, after: Positions): Finding[] {
  const back = [...before].flatMap(([partition, from]) => {
    const to = after.get(partition) ?? from;
    return (compareCursors(to, from) ?? 0) < 0 ? [{ partition, from, to }] : [];
  });
  const [first] = back;
  if (first === undefined) return [];
  const { partition, from, to } = first;
  const others = back.length === 1 ? '' : `, and so ${back.length - 1} more`;
  const where = partition === '' ? '' : `partition ${partition}${others}: `;
  return failures(`${where}a read from ${String(from)} ended at ${String(to)}`);
}

/** One position for all partitions takes the place of theirs. */
function forgotten(before: Positions, after: Positions): Finding[] {
  if (after.has('')) return [];
  const [first, ...others] = [...before.keys()].filter((partition) => !after.has(partition));
  if (first === undefined) return [];
  const count = others.length === 0 ? '' : ` and ${others.length} more`;
  return warnings(`the STATE after a read from one with partition ${first}${count} has no position of it any more`);
}
