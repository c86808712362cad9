import { isNarrowed, timeProblem } from '../../recording/answer-fit.ts';
import type { ApiRequest, ApiResponse, Exchange, Reply } from '../../recording/exchange.ts';
import type { Recording } from '../../recording/recording.ts';
import { startRecording } from '../../recording/start-recording.ts';
import { startReplay } from '../../recording/start-replay.ts';

/** How a connector gets to its API, or to what stands in for it. */
export interface ApiAccess {
  /** What answers: the API itself, or what it has said before. */
  readonly kind: 'live' | 'recording';
  /** Opens a way for one run. */
  open(alter?: AlterNow): Promise<ApiSession>;
}

/**
 * Gives what the connector gets in place of what its API answers.
 *
 * @param now The time in milliseconds, as the connector sees it.
 */
export type AlterNow = (
  request: ApiRequest,
  respond: () => Promise<ApiResponse>,
  now: number,
) => Reply | Promise<Reply>;

/** A way to the API that one run of a connector takes. */
export interface ApiSession {
  /** What the connector must be started with. */
  readonly env: Environment;
  /** What was asked, and what the API answered, whatever the connector got. */
  readonly exchanges: readonly Exchange[];
  /** Why a recording had no answer, a sentence each. */
  readonly missing: readonly string[];
  /** Which answers were recorded for another time than the one that was asked for, a sentence each. */
  readonly outOfTime: readonly string[];
  /** Whether a recording left records out that were not asked for. It leaves them in where a page would seem to be the last. */
  readonly isNarrowed: boolean;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The API itself. */
export function liveApi(env: Environment): ApiAccess {
  return {
    kind: 'live',
    async open(alter) {
      const altered = alter && {
        alter: (request: ApiRequest, respond: Respond) => alter(request, respond, Date.now()),
      };
      const proxy = await startRecording({ env, ...altered });
      return { ...proxy, env: { ...env, ...proxy.env }, missing: [], outOfTime: [], isNarrowed: false };
    },
  };
}

type Respond = () => Promise<ApiResponse>;

/** What was recorded of it. Each run begins with the first response to each request, at the time of the recording. */
export function recordedApi(recording: Recording, env: Environment): ApiAccess {
  return {
    kind: 'recording',
    async open(alter) {
      const offset = (recording.recordedAt?.getTime() ?? Date.now()) - Date.now();
      const altered = alter && {
        alter: (request: ApiRequest, respond: Respond) => alter(request, respond, Date.now() + offset),
      };
      const replay = await startReplay(recording, { env, ...altered });
      return {
        env: { ...env, ...replay.env },
        missing: replay.missing,
        get exchanges() {
          return replay.requests.flatMap(({ request, recorded }) =>
            recorded === undefined ? [] : [{ request, response: recorded }],
          );
        },
        get outOfTime() {
          return replay.requests.flatMap((request) => timeProblem(request) ?? []);
        },
        get isNarrowed() {
          return replay.requests.some(isNarrowed);
        },
        close: () => replay.close(),
      };
    },
  };
}
