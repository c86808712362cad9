import { toErrorTrace } from '../errors/to-error-trace.ts';
import { captureOutput } from '../output/capture-output.ts';
import { HarFile } from '../output/har-file.ts';
import { MessageWriter } from '../output/message-writer.ts';
import { createProtocolLogger, parseLogLevel } from '../output/protocol-logger.ts';
import { Redactor } from '../output/redactor.ts';
import { errorTrace } from '../protocol/build-message.ts';
import type { Output } from '../protocol/messages.ts';
import type { CommandContext } from '../source/read-context.ts';
import type { Source } from '../source/source.ts';
import { systemClock } from '../streams/clock.ts';
import { UnfinishedWork } from '../streams/unfinished-work.ts';
import type { Command } from './command.ts';
import { networkSettings } from './network-settings.ts';
import { watchMemory } from './memory-watch.ts';
import { StopSignals } from './stop-signals.ts';

/** The arguments of every command. */
export interface RunArguments {
  readonly debug?: boolean;
  readonly traceHttp?: string;
}

/**
 * Runs a command from its arguments to the end of the process: messages to stdout, everything else to where it belongs, signals
 * obeyed, all output flushed. Exit code 0: the command did its work; 1: it failed, after a TRACE ERROR.
 *
 * @throws Error with a sentence for the user, before anything is done, when an argument cannot be used.
 */
export async function runCommand(command: Command, source: Source<any>, args: RunArguments): Promise<never> {
  const redactor = new Redactor();
  const harFile = args.traceHttp === undefined ? undefined : new HarFile(args.traceHttp, redactor);
  const writer = new MessageWriter(process.stdout, redactor);
  const stop = new StopSignals();
  const emit = (output: Output): Promise<void> | undefined => writer.write(output);
  const setting = args.debug === true ? 'DEBUG' : process.env['LOG_LEVEL'];
  const level = setting === undefined || setting === '' ? 'INFO' : parseLogLevel(setting);
  const logger = createProtocolLogger((message) => void emit(message), level ?? 'INFO');
  const flushCaptured = captureOutput(logger, redactor);
  if (level === undefined)
    logger.warn(`LOG_LEVEL must be FATAL, ERROR, WARN, INFO, DEBUG or TRACE, got "${setting}": INFO is used`);

  /** Set once it is decided how the process ends: whatever comes after that changes nothing. */
  let isEnding = false;
  let hasFailed = false;
  const unfinished = new UnfinishedWork();
  const context: CommandContext = {
    logger,
    signal: stop.signal,
    clock: systemClock,
    addSecret: redactor.add,
    network: networkSettings(process.env),
    redact: (text) => redactor.redact(text),
    traceHttp: harFile && ((entry) => harFile.add(entry, logger)),
    emit,
    deliver: (message) => writer.deliver(message),
    waitUntil: unfinished.add,
  };
  endOnClosedStdout(() => (isEnding = true));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  watchMemory(fail);
  process.on('beforeExit', () => fail(new Error('it waits for something that can no longer happen')));
  process.on('exit', () => {
    if (isEnding || stop.received !== undefined) return;
    process.exitCode = 1;
    process.stderr.write('The connector ended before its work was done: something in it called process.exit()\n');
  });

  try {
    const isDone = await command.run(source, args, context);
    // A rejection that nobody handles is known only when the event loop has turned.
    await new Promise((resolve) => setImmediate(resolve));
    return await end(isDone && !hasFailed ? 0 : 1);
  } catch (error) {
    // A command that was stopped throws the reason, which has been said.
    if (!stop.signal.aborted) fail(error);
    return end(1);
  }

  /** Says what went wrong, and lets the command end in order: what is safe, then INCOMPLETE for the stream that was read. */
  function fail(error: unknown): void {
    if (isEnding || stop.signal.aborted) return;
    hasFailed = true;
    void emit(errorTrace(toErrorTrace(error), systemClock.now()));
    stop.abort(error);
  }

  async function end(exitCode: 0 | 1): Promise<never> {
    await unfinished.settle();
    flushCaptured();
    if (stop.received !== undefined) logger.info(`Stopped by ${stop.received}`);
    await writer.flush();
    isEnding = true;
    stop.reraise();
    process.exit(exitCode);
  }
}

/** Nobody reads any more: there is nobody to tell, and nothing that was not read has been claimed. */
function endOnClosedStdout(onEnd: () => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    onEnd();
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`Writing to stdout failed: ${error.message}\n`);
    process.exit(1);
  });
}
