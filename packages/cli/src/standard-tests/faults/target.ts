import { comparable } from '../../recording/comparable-request.ts';
import type { ApiRequest } from '../../recording/exchange.ts';
import { NotTestable } from '../standard-test.ts';
import type { TestedStream } from '../subject/tested-stream.ts';

/** A request that a fault shall hit. */
export interface Target {
  readonly stream: TestedStream;
  readonly request: ApiRequest;
  /** Whether other streams send it, too, as children do for their parents: then nobody can tell whose it is. */
  readonly isShared: boolean;
}

/**
 * The request of a stream that a fault shall hit: its second page, or else its last request; one that no other stream sends, when it
 * has such a one.
 *
 * @throws NotTestable when nobody saw its requests, or it cannot be read without a fault.
 */
export async function targetOf(stream: TestedStream): Promise<Target> {
  const requests = await requestsOf(stream);
  const others = await requestsOfOthers(stream);
  const own = requests.filter((request) => !others.has(comparable(request).key));
  const candidates = own.length > 0 ? own : requests;
  const places = candidates.map((request) => comparable(request).place);
  const request = candidates.find((_, index) => places.indexOf(places[index] ?? '') < index) ?? candidates.at(-1);
  if (request === undefined) throw new NotTestable('the connector’s requests do not come through HTTP_PROXY');
  return { stream, request, isShared: own.length === 0 };
}

async function requestsOf(stream: TestedStream): Promise<ApiRequest[]> {
  const { run, isComplete } = await stream.readAlone();
  if (!isComplete) throw new NotTestable('the read did not complete');
  return run.exchanges.map(({ request }) => request);
}

async function requestsOfOthers(stream: TestedStream): Promise<Set<string>> {
  const keys = new Set<string>();
  for (const other of await stream.connector.streams()) {
    if (other === stream) continue;
    const { run } = await other.readAlone();
    for (const { request } of run.exchanges) keys.add(comparable(request).key);
  }
  return keys;
}
