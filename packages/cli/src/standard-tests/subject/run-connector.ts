import { type AirbyteMessage, type JsonObject, parseJson } from '@headwater/cdk/protocol';
import type { ReadRun } from '@headwater/kill-anywhere';
import { messageProblem } from '../../connector/message-problem.ts';
import { withoutNulls } from '../../connector/without-nulls.ts';
import { type ConnectorCommand, startConnector } from '../../connector/start-connector.ts';
import type { ConnectorProject } from '../../project/connector-project.ts';
import type { Exchange } from '../../recording/exchange.ts';
import type { AlterNow, ApiAccess } from './api-access.ts';

/** What a connector is asked. */
export interface RunRequest {
  readonly command: ConnectorCommand;
  readonly config?: JsonObject;
  readonly catalog?: object;
  /** A list of states, as the platform sends it. */
  readonly state?: readonly object[];
  /** Whether it is wanted what the connector asked its API. @default false */
  readonly isWatched?: boolean;
  /** What the connector gets in place of what its API answers. @default nothing is changed */
  readonly alteration?: Alteration;
}

/** A change to what an API answers. */
export interface Alteration {
  /** Runs with alterations of the same name are the same. */
  readonly name: string;
  readonly alter: AlterNow;
  /** Ends the run, as SIGTERM does. */
  readonly stop?: AbortSignal;
}

/** How a run of a connector went. */
export interface ConnectorRun extends ReadRun {
  /** What it asked its API, and what that answered; empty when nobody watched. */
  readonly exchanges: readonly Exchange[];
  /** Why there was no answer in the recording that it got in place of its API, a sentence each. */
  readonly missing: readonly string[];
  /** Which answers of the recording are for another time than the one that was asked for, a sentence each. */
  readonly outOfTime: readonly string[];
  /** Whether a recording left records out that were not asked for, as far as it could. */
  readonly isNarrowed: boolean;
}

/**
 * Runs a connector once, to its end, and gives all that it said.
 *
 * @param onMessage Called with each message as it comes.
 */
export type RunConnector = (
  request: RunRequest,
  onMessage?: (message: AirbyteMessage) => void,
) => Promise<ConnectorRun>;

export interface ConnectorRunnerOptions {
  readonly api: ApiAccess;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** A run that takes longer is ended, and is overdue. */
  readonly timeLimitMs: number;
}

/** What is overdue is asked to end, and killed when it takes longer than this. */
const GRACE_MS = 1000;

/** Runs the connector of a project in processes. */
export function connectorRunner(project: ConnectorProject, options: ConnectorRunnerOptions): RunConnector {
  return async ({ alteration, isWatched = false, ...request }, onMessage) => {
    const { api, signal, timeLimitMs } = options;
    const isDirect = api.kind === 'live' && !isWatched && alteration === undefined;
    const session = isDirect ? undefined : await api.open(alteration?.alter);
    const messages: AirbyteMessage[] = [];
    const badLines: string[] = [];
    const limit = AbortSignal.timeout(timeLimitMs);
    try {
      const end = await startConnector(project, {
        ...request,
        env: session?.env ?? options.env,
        signal: AbortSignal.any([signal, limit, ...(alteration?.stop === undefined ? [] : [alteration.stop])]),
        killSignal: AbortSignal.timeout(timeLimitMs + GRACE_MS),
        onLine(line) {
          const message = messageOf(line);
          if (message === undefined) badLines.push(line);
          else messages.push(message);
          if (message !== undefined) onMessage?.(message);
        },
      });
      signal.throwIfAborted();
      const { exchanges = [], missing = [], outOfTime = [], isNarrowed = false } = session ?? {};
      return {
        ...end,
        messages,
        badLines,
        killedAt: undefined,
        isOverdue: limit.aborted,
        exchanges,
        missing,
        outOfTime,
        isNarrowed,
      };
    } finally {
      await session?.close();
    }
  };
}

function messageOf(line: string): AirbyteMessage | undefined {
  try {
    const value = parseJson(line);
    return messageProblem(value) === undefined ? withoutNulls(value as AirbyteMessage) : undefined;
  } catch {
    return undefined;
  }
}
