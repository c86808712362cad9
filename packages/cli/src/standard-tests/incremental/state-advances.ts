import { failures, NotTestable, type StreamTest } from '../standard-test.ts';
import { readFromStates } from './chosen-states.ts';
import { compareCursors } from './cursor-values.ts';
import { stateCursor } from './state-cursor.ts';

export const stateAdvances: StreamTest = {
  name: 'state-advances',
  group: 'incremental',
  proves: 'A read from a STATE ends with one that is not before it.',
  advice: 'Keep the state that the read started from when nothing newer came.',
  async run(stream) {
    const { cursorPath } = stream;
    const problems: string[] = [];
    let compared = 0;
    for (const { state, next } of await readFromStates(stream)) {
      const last = next.events.findLast((event) => event.kind === 'state');
      const before = stateCursor(state, cursorPath);
      const after = last?.kind === 'state' ? stateCursor(last.state, cursorPath) : undefined;
      if (before === undefined || after === undefined) continue;
      compared++;
      if ((compareCursors(after, before) ?? 0) < 0)
        problems.push(`a read from ${String(before)} ended at ${String(after)}`);
    }
    if (compared === 0) throw new NotTestable('its states have a form of their own');
    return failures(...problems);
  },
};
