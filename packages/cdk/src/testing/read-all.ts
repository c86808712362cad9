import { toErrorTrace } from '../errors/to-error-trace.ts';
import { createProtocolLogger } from '../output/protocol-logger.ts';
import { redactMessage } from '../output/redact-message.ts';
import { Redactor } from '../output/redactor.ts';
import { errorTrace } from '../protocol/build-message.ts';
import type { ConfiguredCatalog } from '../protocol/catalog.ts';
import type { AirbyteMessage, LogLevel } from '../protocol/messages.ts';
import { parseJson } from '../protocol/parse-json.ts';
import type { InputState } from '../protocol/state.ts';
import { read } from '../source/read.ts';
import type { CommandContext } from '../source/read-context.ts';
import type { Source } from '../source/source.ts';
import { type Clock, systemClock } from '../streams/clock.ts';
import { ReadResult } from './read-result.ts';

export interface ReadAllOptions<TConfig> {
  readonly config: TConfig;
  readonly catalog: ConfiguredCatalog;
  /** @default no state: everything is read */
  readonly state?: InputState;
  /** A TestClock spares a test the waits of retries. @default the system's */
  readonly clock?: Clock;
  /** Stops the read as SIGTERM would. */
  readonly signal?: AbortSignal;
  /** @default true: what breaks its schema is a WARN */
  readonly validateRecords?: boolean;
  /** @default 'INFO' */
  readonly logLevel?: LogLevel;
  /** Called with every message as it is given. */
  readonly onMessage?: (message: AirbyteMessage) => void | Promise<void>;
}

/**
 * Reads a source as the `read` command does, in this process, and gives its messages. Whatever would end the command is a TRACE
 * ERROR in the result, not an exception.
 */
export async function readAll<TConfig extends object>(
  source: Source<TConfig>,
  options: ReadAllOptions<TConfig>,
): Promise<ReadResult> {
  const { config, catalog, state = { streams: [] }, clock = systemClock, validateRecords = true } = options;
  const redactor = new Redactor();
  const messages: AirbyteMessage[] = [];
  const emit = (message: AirbyteMessage): void => void messages.push(redactMessage(message, redactor));
  const context: CommandContext = {
    logger: createProtocolLogger(emit, options.logLevel ?? 'INFO'),
    signal: options.signal ?? new AbortController().signal,
    clock,
    addSecret: redactor.add,
    emit,
    deliver: async (message) => emit(message),
    validateRecords,
  };
  let succeeded = false;
  try {
    const output = read(source, { config, catalog, state }, context);
    for (;;) {
      const { value, done } = await output.next();
      if (done === true) {
        succeeded = value;
        break;
      }
      const given = value instanceof Uint8Array ? parseLines(value) : [redactMessage(value, redactor)];
      for (const message of given) {
        messages.push(message);
        await options.onMessage?.(message);
      }
    }
  } catch (error) {
    emit(errorTrace(toErrorTrace(error), clock.now()));
  }
  return new ReadResult(messages, succeeded);
}

function parseLines(lines: Uint8Array): AirbyteMessage[] {
  return new TextDecoder()
    .decode(lines)
    .trimEnd()
    .split('\n')
    .map((line) => parseJson(line) as AirbyteMessage);
}
