import { comparable, differences } from '../../recording/comparable-request.ts';
import type { Alter, ApiRequest, Exchange } from '../../recording/exchange.ts';
import type { Recording } from '../../recording/recording.ts';
import { startRecording } from '../../recording/start-recording.ts';
import { startReplay } from '../../recording/start-replay.ts';

/** How a connector gets to its API, or to what stands in for it. */
export interface ApiAccess {
  /** What answers: the API itself, or what it has said before. */
  readonly kind: 'live' | 'recording';
  /** Opens a way for one run. */
  open(alter?: Alter): Promise<ApiSession>;
}

/** A way to the API that one run of a connector takes. */
export interface ApiSession {
  /** What the connector must be started with. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was asked, and what the API answered, whatever the connector got. */
  readonly exchanges: readonly Exchange[];
  /** Why a recording had no answer, a sentence each. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The API itself. */
export function liveApi(env: Environment): ApiAccess {
  return {
    kind: 'live',
    async open(alter) {
      const proxy = await startRecording({ env, ...(alter && { alter }) });
      return { ...proxy, env: { ...env, ...proxy.env }, missing: [] };
    },
  };
}

/** What was recorded of it. Each run begins with the first response to each request. */
export function recordedApi(recording: Recording, env: Environment): ApiAccess {
  return {
    kind: 'recording',
    async open(alter) {
      const replay = await startReplay(recording, alter && { alter });
      return {
        env: { ...env, ...replay.env },
        missing: replay.missing,
        get exchanges() {
          return replay.requests.flatMap(({ request, recorded }) =>
            recorded === undefined ? [] : [{ request, response: recorded }],
          );
        },
        close: () => replay.close(),
      };
    },
  };
}

/** Tells whether two requests ask for the same, up to what changes from run to run. */
export function isSameRequest(a: ApiRequest, b: ApiRequest): boolean {
  const [left, right] = [comparable(a), comparable(b)];
  if (left.key === right.key) return true;
  if (left.method !== right.method || left.place !== right.place) return false;
  return differences(left, right).every(({ isPassing }) => isPassing);
}
