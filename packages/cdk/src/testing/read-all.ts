import { toErrorTrace } from '../errors/to-error-trace.ts';
import { createProtocolLogger } from '../output/protocol-logger.ts';
import { redactMessage } from '../output/redact-message.ts';
import { Redactor } from '../output/redactor.ts';
import { errorTrace } from '../protocol/build-message.ts';
import type { ConfiguredCatalog } from '../protocol/catalog.ts';
import type { AirbyteMessage, LogLevel, Output } from '../protocol/messages.ts';
import { parseJson } from '../protocol/parse-json.ts';
import type { InputState } from '../protocol/state.ts';
import { read } from '../source/read.ts';
import type { CommandContext } from '../source/read-context.ts';
import type { Source } from '../source/source.ts';
import { type Clock, systemClock } from '../streams/clock.ts';
import { UnfinishedWork } from '../streams/unfinished-work.ts';
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
  /** Slices to read at once. @default 1, so that the order of all messages is certain */
  readonly concurrency?: number;
  /** Called with every message as it is given; a promise holds the read back, as a slow reader of stdout would. */
  readonly onMessage?: (message: AirbyteMessage) => void | Promise<void>;
}

/**
 * Reads a source as the `read` command does, in this process, and gives its messages. Whatever would end the command is a TRACE
 * ERROR in the result, not an exception.
 */
export async function readAll<TConfig extends object>(
  source: Source<TConfig>,
  options: ReadAllOptions<TConfig>,
): Promise<ReadResult<TConfig>> {
  const { config, catalog, state = { streams: [] }, clock = systemClock, validateRecords = true } = options;
  const redactor = new Redactor();
  const messages: AirbyteMessage[] = [];
  const emit = (output: Output): Promise<void> | undefined => {
    const given = output instanceof Uint8Array ? parseLines(output) : [redactMessage(output, redactor)];
    messages.push(...given);
    return options.onMessage === undefined ? undefined : tellAll(given, options.onMessage);
  };
  const unfinished = new UnfinishedWork();
  const context: CommandContext = {
    logger: createProtocolLogger((message) => void emit(message), options.logLevel ?? 'INFO'),
    signal: options.signal ?? new AbortController().signal,
    clock,
    addSecret: redactor.add,
    redact: (text) => redactor.redact(text),
    emit,
    deliver: async (message) => await emit(message),
    waitUntil: unfinished.add,
    validateRecords,
    concurrency: options.concurrency ?? 1,
  };
  let succeeded = false;
  try {
    succeeded = await read(source, { config, catalog, state }, context);
  } catch (error) {
    void emit(errorTrace(toErrorTrace(error), clock.now()));
  }
  await unfinished.settle();
  return new ReadResult(messages, succeeded, config);
}

async function tellAll(
  messages: readonly AirbyteMessage[],
  tell: (message: AirbyteMessage) => void | Promise<void>,
): Promise<void> {
  for (const message of messages) await tell(message);
}

function parseLines(lines: Uint8Array): AirbyteMessage[] {
  return new TextDecoder()
    .decode(lines)
    .trimEnd()
    .split('\n')
    .map((line) => parseJson(line) as AirbyteMessage);
}
