import { isSameRequest } from '../../recording/answer-fit.ts';
import { comparable, showRequest } from '../../recording/comparable-request.ts';
import type { ApiResponse, Reply } from '../../recording/exchange.ts';
import { NotTestable } from '../standard-test.ts';
import type { AlterNow } from '../subject/api-access.ts';
import type { PreparedRead, TestedConnector } from '../subject/tested-connector.ts';
import type { StreamRead, TestedStream } from '../subject/tested-stream.ts';
import { type Target, targetOf } from './target.ts';

/** Something that goes wrong once between a connector and its API. */
export interface Fault {
  /** Unique; names the runs. */
  readonly name: string;
  /** In words, for messages: `a 500`. */
  readonly what: string;
  /** What the connector gets in place of a response. */
  reply(respond: () => Promise<ApiResponse>, now: number): Reply | Promise<Reply>;
}

/** How a stream was read while a fault hit one of its responses. */
export interface FaultedRead {
  readonly read: StreamRead;
  /** The fault and its place: `a 500 for GET https://api.example.com/orders?page=2`. */
  readonly what: string;
  /** When the fault came, in milliseconds. */
  readonly hitAt: number;
  /** When the connector asked for the same again; `undefined` when it did not. */
  readonly againAt: number | undefined;
}

/** A target, and what happened to it. */
interface Hit extends Target {
  hitAt?: number;
  againAt?: number;
}

/**
 * Reads while a fault hits one response of the stream; and one of each other stream in the same run, unless they share it.
 *
 * @throws NotTestable when the stream cannot be read without a fault, or did not send the same request again.
 */
export async function readWithFault(stream: TestedStream, fault: Fault): Promise<FaultedRead> {
  const target = await targetOf(stream);
  const { connector } = stream;
  const name = target.isShared ? `${fault.name} ${stream.label}` : fault.name;
  const { run, result: hits } = await connector.readAltered(name, async () => {
    const targets = target.isShared ? [target] : await unsharedTargets(connector);
    return alterationBy(fault, name, targets);
  });
  const hit = hits.find((one) => one.stream === stream);
  const read = stream.in(run);
  if (hit?.hitAt === undefined) throw new NotTestable(missedBy(read));
  const what = `${fault.what} for ${showRequest(comparable(hit.request))}`;
  return { read, what, hitAt: hit.hitAt, againAt: hit.againAt };
}

/** Why a fault did not come. */
function missedBy({ isComplete, events }: StreamRead): string {
  if (isComplete) return 'its requests differ from read to read';
  const error = events.find(({ kind }) => kind === 'error');
  const reason = error?.kind === 'error' ? `: ${error.message}` : '';
  return `the read ended before it came to the request that the fault is for${reason}`;
}

function alterationBy(fault: Fault, name: string, targets: readonly Target[]): PreparedRead<Hit[]> {
  const hits: Hit[] = targets.map((target) => ({ ...target }));
  const alter: AlterNow = async (request, respond, now) => {
    const hit = hits.find((one) => isSameRequest(one.request, request));
    if (hit === undefined) return respond();
    if (hit.hitAt !== undefined) {
      hit.againAt ??= now;
      return respond();
    }
    hit.hitAt = now;
    return fault.reply(respond, now);
  };
  return { streams: targets.map(({ stream }) => stream), alteration: { name, alter }, result: hits };
}

/** The targets of all streams that have one of their own. */
async function unsharedTargets(connector: TestedConnector): Promise<Target[]> {
  const targets: Target[] = [];
  for (const stream of await connector.streams()) {
    try {
      const target = await targetOf(stream);
      if (!target.isShared) targets.push(target);
    } catch (error) {
      if (!(error instanceof NotTestable)) throw error;
    }
  }
  return targets;
}
