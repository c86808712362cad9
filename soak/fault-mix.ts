import type { Fault, FaultRule } from '@headwater/example-api';
import type { SeededRandom } from '@headwater/kill-anywhere';

/** What passes when the request is sent again. */
const passing: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'rateLimit', header: 'retry-after-seconds', seconds: 0 },
  { kind: 'reset' },
  { kind: 'truncate' },
  { kind: 'latency', ms: 40 },
];

/** What fails a stream, which is then read again from its state. */
const failing: readonly Fault[] = [{ kind: 'cutJson' }, { kind: 'html' }, { kind: 'status', status: 418 }];

/** Faults for one of every five or so of the first `requests` requests; of the faults, one in eight fails its stream. */
export function faultMix(random: SeededRandom, requests: number): FaultRule[] {
  return Array.from({ length: Math.ceil(requests / 5) }, () => ({
    from: 1 + random.below(requests),
    times: 1 + random.below(2),
    fault: random.pick(random.below(8) === 0 ? failing : passing),
  }));
}
