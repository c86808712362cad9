import type { CommandContext } from '../command.ts';
import { lossProblem } from '../recording/answer-fit.ts';
import type { ApiRequest } from '../recording/exchange.ts';
import type { Recording } from '../recording/recording.ts';
import { startRecording } from '../recording/start-recording.ts';
import { startReplay } from '../recording/start-replay.ts';

/** What stands between one run of a connector and the API. */
export interface Answers {
  /** What the connector is started with. */
  readonly env: CommandContext['env'];
  /** What it has asked so far. */
  requests(): readonly ApiRequest[];
  /** Why requests had no recorded response, a sentence each. */
  readonly missing: readonly string[];
  /** Why recorded responses may lack records that the API would give, a sentence each. */
  readonly doubts: readonly string[];
  close(): Promise<void>;
}

/** Starts what answers one run: from the beginning of a recording or, without one, the API itself. */
export async function startAnswers(recording: Recording | undefined, env: CommandContext['env']): Promise<Answers> {
  if (recording === undefined) {
    const proxy = await startRecording({ env });
    return {
      env: { ...env, ...proxy.env },
      requests: () => proxy.exchanges.map(({ request }) => request),
      missing: [],
      doubts: [],
      close: () => proxy.close(),
    };
  }
  const replay = await startReplay(recording, { env });
  return {
    env: { ...env, ...replay.env },
    requests: () => replay.requests.map(({ request }) => request),
    missing: replay.missing,
    get doubts() {
      return replay.requests.flatMap((request) => lossProblem(request) ?? []);
    },
    close: () => replay.close(),
  };
}
