import { type AirbyteMessage, type ErrorTrace, isJsonObject, parseJson } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { messageProblem } from './message-problem.ts';
import { type ConnectorEnd, startConnector, type StartOptions } from './start-connector.ts';
import { withoutNulls } from './without-nulls.ts';

type AnswerOf<TType extends AirbyteMessage['type']> = Extract<AirbyteMessage, { readonly type: TType }>;

/**
 * Runs a command that answers with one message: `spec` with SPEC, `check` with CONNECTION_STATUS, `discover` with CATALOG.
 *
 * @throws CommandError with the connector's own words when it fails, or when it answers nothing.
 */
export async function askConnector<TType extends 'SPEC' | 'CONNECTION_STATUS' | 'CATALOG'>(
  project: ConnectorProject,
  type: TType,
  options: Omit<StartOptions, 'onLine'> & { readonly onMessage?: (message: AirbyteMessage) => void },
): Promise<AnswerOf<TType>> {
  let answer: AnswerOf<TType> | undefined;
  const errors: ErrorTrace[] = [];
  const end = await startConnector(project, {
    ...options,
    onLine(line) {
      const message = parseMessage(line);
      options.onMessage?.(message);
      if (message.type === type) answer = message as AnswerOf<TType>;
      if (message.type === 'TRACE' && message.trace.type === 'ERROR') errors.push(message.trace.error);
    },
  });
  if (end.exitCode === 0 && answer !== undefined) return answer;
  throw new CommandError(`${options.command} failed: ${errors[0]?.message ?? describeEnd(end)}`);
}

/**
 * One line of a connector's stdout. It may have words and members of a later version of the protocol: only what is of no use to
 * anybody is an error.
 *
 * @throws CommandError when it is no message: a connector prints nothing else there.
 */
export function parseMessage(line: string): AirbyteMessage {
  let message: unknown;
  try {
    message = parseJson(line);
  } catch {
    throw new CommandError(`The connector printed a line that is no Airbyte message: ${line.slice(0, 200)}`);
  }
  const problem = messageProblem(message, { mayBeNewer: true }) ?? missingForTool(message as AirbyteMessage);
  if (problem === undefined) return withoutNulls(message as AirbyteMessage);
  throw new CommandError(`The connector printed a line that is no Airbyte message (${problem}): ${line.slice(0, 200)}`);
}

/** What a message may lack elsewhere, but not here. */
function missingForTool(message: AirbyteMessage): string | undefined {
  if (message.type === 'STATE' && !isJsonObject(message.state.stream?.stream_descriptor))
    return 'this tool knows the state of streams alone';
  if (message.type !== 'CATALOG') return undefined;
  const partial = message.catalog.streams.find(
    ({ json_schema: schema, supported_sync_modes: modes }) => !isJsonObject(schema) || !Array.isArray(modes),
  );
  return partial && `stream ${JSON.stringify(partial.name)} lacks json_schema or supported_sync_modes`;
}

/** Why a connector ended without saying what went wrong. */
export function describeEnd({ exitCode, signal, stderr }: ConnectorEnd): string {
  const how = signal === null ? `it exited with ${exitCode}` : `it was ended by ${signal}`;
  const said = stderr.replace(/^.*(?:ExperimentalWarning|--trace-warnings).*\n?/gm, '').trim();
  return said === '' ? how : `${how}, and said: ${said}`;
}
