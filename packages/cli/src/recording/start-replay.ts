import type { Alter, ApiRequest, ApiResponse, Reply } from './exchange.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { nodeOptions } from './node-options.ts';
import { type Played, Player } from './player.ts';
import type { Recording } from './recording.ts';

export interface StartReplayOptions {
  /** Changes what the connector gets. @default nothing is changed */
  readonly alter?: Alter;
  /** What a connector is started with otherwise: its `NODE_OPTIONS` are kept. @default nothing */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A request that a replay was asked, and what became of it. */
export interface ReplayedRequest {
  readonly request: ApiRequest;
  /** What the connector got. */
  readonly reply: Reply;
  /** `undefined` when there was no recorded response, or `alter` did not ask for it. */
  readonly recorded: ApiResponse | undefined;
  /** The request that was recorded with it, which may differ in what changes from run to run. */
  readonly recordedRequest: ApiRequest | undefined;
}

export interface Replay extends ApiProxy {
  /** In the order of the answers. It grows while a connector runs. */
  readonly requests: readonly ReplayedRequest[];
  /** Why requests had no recorded response, a sentence each: a connector may keep to itself what it was answered. */
  readonly missing: readonly string[];
}

/** Starts a proxy that answers from a recording: nothing leaves this machine. */
export async function startReplay(recording: Recording, options: StartReplayOptions = {}): Promise<Replay> {
  const { alter = (_request, respond) => respond(), env = {} } = options;
  const player = new Player(recording);
  const requests: ReplayedRequest[] = [];
  const missing: string[] = [];
  const proxy = await startApiProxy(async (request) => {
    let played = undefined as Played | undefined;
    const reply = await alter(request, async () => {
      const found = player.play(request);
      if (typeof found !== 'string') {
        played = found;
        return found.response;
      }
      if (!missing.includes(found)) missing.push(found);
      return noRecording(found);
    });
    requests.push({ request, reply, recorded: played?.response, recordedRequest: played?.recordedRequest });
    return reply;
  });
  const NODE_OPTIONS = nodeOptions(recording.recordedAt, env['NODE_OPTIONS']);
  // Whether a host is a public one cannot be found out offline.
  return { ...proxy, env: { ...proxy.env, NODE_OPTIONS, DEPLOYMENT_MODE: '' }, requests, missing };
}

/** A status that no client tries again, and the reason where APIs put theirs. */
function noRecording(reason: string): ApiResponse {
  const body = Buffer.from(JSON.stringify({ error: { message: reason } }));
  return { status: 501, headers: { 'content-type': 'application/json' }, body };
}
