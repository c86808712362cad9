import { unauthorized } from '../../recording/faults.ts';
import type { StreamTest } from '../standard-test.ts';
import { mustFailAs, mustNotLoseSilently } from './judge.ts';
import { readWithFault } from './read-with-fault.ts';

export const survivesExpiredToken: StreamTest = {
  name: 'expired-token',
  group: 'faults',
  proves:
    'After a 401 in the middle of a read the token is made new; where there is only one, the stream fails and says so.',
  advice: 'Give the HttpClient an authenticator that can refresh, and let a 401 that stays be a config_error.',
  async run(stream) {
    const faulted = await readWithFault(stream, { name: 'expired-token', what: 'a 401', reply: () => unauthorized() });
    return [...(await mustNotLoseSilently(faulted, stream)), ...mustFailAs('config_error', faulted, stream)];
  },
};
