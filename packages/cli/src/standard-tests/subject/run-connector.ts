import { type AirbyteMessage, type JsonObject, parseJson } from '@headwater/cdk/protocol';
import type { ReadRun } from '@headwater/kill-anywhere';
import { type ConnectorCommand, startConnector } from '../../connector/start-connector.ts';
import type { ConnectorProject } from '../../project/connector-project.ts';
import { messageProblem } from './message-problem.ts';

/** What a connector is asked. */
export interface RunRequest {
  readonly command: ConnectorCommand;
  readonly config?: JsonObject;
  readonly catalog?: object;
  /** A list of states, as the platform sends it. */
  readonly state?: readonly object[];
}

/** Runs a connector once, to its end, and gives all that it said. */
export type RunConnector = (request: RunRequest) => Promise<ReadRun>;

export interface ConnectorRunnerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** A run that takes longer is ended, and is overdue. */
  readonly timeLimitMs: number;
}

/** Runs the connector of a project in processes. */
export function connectorRunner(project: ConnectorProject, options: ConnectorRunnerOptions): RunConnector {
  return async (request) => {
    const messages: AirbyteMessage[] = [];
    const badLines: string[] = [];
    const limit = AbortSignal.timeout(options.timeLimitMs);
    const end = await startConnector(project, {
      ...request,
      env: options.env,
      signal: AbortSignal.any([options.signal, limit]),
      onLine(line) {
        const message = messageOf(line);
        if (message === undefined) badLines.push(line);
        else messages.push(message);
      },
    });
    options.signal.throwIfAborted();
    return { ...end, messages, badLines, killedAt: undefined, isOverdue: limit.aborted };
  };
}

function messageOf(line: string): AirbyteMessage | undefined {
  try {
    const value = parseJson(line);
    return messageProblem(value) === undefined ? (value as AirbyteMessage) : undefined;
  } catch {
    return undefined;
  }
}
