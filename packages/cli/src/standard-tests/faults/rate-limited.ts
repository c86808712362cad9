import { tooManyRequests } from '../../recording/faults.ts';
import { failures, type StreamTest } from '../standard-test.ts';
import { mustSurvive } from './judge.ts';
import { type Fault, readWithFault } from './read-with-fault.ts';

const WAIT_MS = 1000;
/** Timers and clocks are not exact. */
const TOLERANCE_MS = 50;

/** A test that a 429 is obeyed and costs nothing but the wait. */
function obeys(name: string, proves: string, fault: Omit<Fault, 'name'>): StreamTest {
  return {
    name,
    group: 'faults',
    proves,
    advice: 'HttpClient of the kit does so by itself: look at its retry options, and at what classify says of a 429.',
    async run(stream) {
      const faulted = await readWithFault(stream, { name, ...fault });
      const { hitAt, againAt, what } = faulted;
      const waited = againAt === undefined ? Infinity : againAt - hitAt;
      return [
        ...(await mustSurvive(faulted, stream)),
        ...(waited < WAIT_MS - TOLERANCE_MS
          ? failures(`after ${what} the connector came back in ${Math.round(waited)} ms, before it was allowed to`)
          : []),
      ];
    },
  };
}

export const obeysSeconds = obeys(
  'rate-limit-seconds',
  'After a 429 with the seconds to wait in Retry-After, the request is sent again, and no earlier.',
  { what: 'a 429 with Retry-After: 1', reply: () => tooManyRequests(WAIT_MS / 1000) },
);

export const obeysDate = obeys(
  'rate-limit-date',
  'After a 429 with a date in Retry-After, the request is sent again, and no earlier.',
  {
    what: 'a 429 with a date in Retry-After',
    reply(_respond, now) {
      // Such a date has no milliseconds: the first full second that is far enough.
      const date = new Date(Math.ceil((now + WAIT_MS) / 1000) * 1000);
      const response = tooManyRequests(date);
      return { ...response, headers: { ...response.headers, date: new Date(now).toUTCString() } };
    },
  },
);
