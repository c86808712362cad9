import type { Alter, ApiRequest, ApiResponse, Reply } from './exchange.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { Player } from './player.ts';
import type { Recording } from './recording.ts';

export interface StartReplayOptions {
  /** Changes what the connector gets. @default nothing is changed */
  readonly alter?: Alter;
}

/** A request that a replay was asked, and what became of it. */
export interface ReplayedRequest {
  readonly request: ApiRequest;
  /** What the connector got. */
  readonly reply: Reply;
  /** `undefined` when there was no recorded response, or `alter` did not ask for it. */
  readonly recorded: ApiResponse | undefined;
}

export interface Replay extends ApiProxy {
  /** In the order of the answers. It grows while a connector runs. */
  readonly requests: readonly ReplayedRequest[];
  /** Why requests had no recorded response, a sentence each: a connector may keep to itself what it was answered. */
  readonly missing: readonly string[];
}

/** Starts a proxy that answers from a recording: nothing leaves this machine. */
export async function startReplay(recording: Recording, options: StartReplayOptions = {}): Promise<Replay> {
  const { alter = (_request, respond) => respond() } = options;
  const player = new Player(recording);
  const requests: ReplayedRequest[] = [];
  const missing: string[] = [];
  const proxy = await startApiProxy(async (request) => {
    let recorded: ApiResponse | undefined;
    const reply = await alter(request, async () => {
      const found = player.play(request);
      if (typeof found !== 'string') return (recorded = found);
      if (!missing.includes(found)) missing.push(found);
      return noRecording(found);
    });
    requests.push({ request, reply, recorded });
    return reply;
  });
  return { ...proxy, requests, missing };
}

/** A status that no client tries again, and the reason where APIs put theirs. */
function noRecording(reason: string): ApiResponse {
  const body = Buffer.from(JSON.stringify({ error: { message: reason } }));
  return { status: 501, headers: { 'content-type': 'application/json' }, body };
}
