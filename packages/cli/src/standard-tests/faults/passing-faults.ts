import { serverError, truncated } from '../../recording/faults.ts';
import type { StreamTest } from '../standard-test.ts';
import { mustSurvive } from './judge.ts';
import { type Fault, readWithFault } from './read-with-fault.ts';

/** A test that a fault which passes costs nothing but time. */
function survives(name: string, fault: Omit<Fault, 'name'>): StreamTest {
  return {
    name,
    group: 'faults',
    proves: `${fault.what[0]?.toUpperCase()}${fault.what.slice(1)}, once, costs nothing: the request is sent again.`,
    advice:
      'HttpClient of the kit does so by itself: look at its retry options, and at what classify says of such a response.',
    run: async (stream) => mustSurvive(await readWithFault(stream, { name, ...fault }), stream),
  };
}

export const survivesServerError = survives('server-error', { what: 'a 500', reply: () => serverError(500) });

export const survivesReset = survives('connection-reset', { what: 'a reset connection', reply: () => 'reset' });

export const survivesTruncation = survives('truncated-body', {
  what: 'a response that breaks off',
  reply: async (respond) => truncated(await respond()),
});
