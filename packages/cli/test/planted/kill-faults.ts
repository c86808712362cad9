import { join } from 'node:path';
import type { KillPlace, KillReport, StreamUnderTest } from '@headwater/kill-anywhere';
import { killConnector } from '../../src/standard-tests/resume/kill-connector.ts';
import { liveApi } from '../../src/standard-tests/subject/api-access.ts';

/** A promise that is broken when a process is ended. */
export interface KillFault {
  readonly test: string;
  readonly fault: string;
  readonly kill: (streams: readonly StreamUnderTest[]) => Promise<KillReport>;
  readonly finds: string;
}

/** Ends processes of the connector of packages/kill-anywhere, which breaks a promise, or none. */
export const killing =
  (breaks?: string): KillFault['kill'] =>
  (streams) => {
    const entry = join(import.meta.dirname, '../../../kill-anywhere/test/fixtures/little-connector.ts');
    return killConnector({ entry }, { config: { breaks }, api: liveApi(process.env), limitMs: 20_000 }, streams);
  };

/** What a signal finds a process doing is a matter of chance: here it is said what was found. */
const finding =
  (rule: string, message: string, stream?: string): KillFault['kill'] =>
  async () => {
    const journey: readonly KillPlace[] = [{ afterLine: 9, signal: 'SIGTERM' }];
    const violation = { rule, message: `run 1: ${message}`, journey, ...(stream !== undefined && { stream }) };
    return { lines: 18, cuts: 4, kills: 1, runs: 3, streams: {}, violations: [violation] };
  };

export const killFaults: readonly KillFault[] = [
  {
    test: 'resumes',
    fault: 'it asks for later than the cursor',
    kill: killing('loses-ties'),
    finds: 'nothing is lost: 1 of its records came in no run before the STATE that covers them: 5 [SIGKILL',
  },
  {
    test: 'resumes',
    fault: 'a STATE before its records',
    kill: killing('state-first'),
    finds: 'of its records came in no run before the STATE that covers them: ',
  },
  {
    test: 'stops-in-order',
    fault: 'records without a STATE at the stop',
    kill: finding('a stop keeps records', 'it stopped with 2 records after its last STATE', 'numbers'),
    finds: 'numbers: it stopped with 2 records after its last STATE',
  },
  {
    test: 'stops-in-order',
    fault: 'an exit code in place of the signal',
    kill: finding('the process ends well', 'after SIGTERM the process exited with 7, not by the signal'),
    finds: 'after SIGTERM the process exited with 7, not by the signal',
  },
];
