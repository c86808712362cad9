import { toErrorTrace } from '../errors/to-error-trace.ts';
import { captureOutput } from '../output/capture-output.ts';
import { MessageWriter } from '../output/message-writer.ts';
import { createProtocolLogger, parseLogLevel } from '../output/protocol-logger.ts';
import { Redactor } from '../output/redactor.ts';
import { errorTrace } from '../protocol/build-message.ts';
import type { AirbyteMessage } from '../protocol/messages.ts';
import type { ReadContext } from '../source/read-context.ts';
import type { Source } from '../source/source.ts';
import { systemClock } from '../streams/clock.ts';
import type { Command } from './command.ts';
import { StopSignals } from './stop-signals.ts';

/**
 * Runs a command from its arguments to the end of the process: messages to stdout, everything else to where it belongs, signals
 * obeyed, all output flushed. Exit code 0: the command did its work; 1: it failed, after a TRACE ERROR.
 */
export async function runCommand(command: Command, source: Source<any>, args: { debug?: boolean }): Promise<never> {
  const redactor = new Redactor();
  const writer = new MessageWriter(process.stdout, redactor);
  const stop = new StopSignals();
  const emit = (message: AirbyteMessage): void => void writer.write(message);
  const setting = args.debug === true ? 'DEBUG' : process.env['LOG_LEVEL'];
  const level = setting === undefined || setting === '' ? 'INFO' : parseLogLevel(setting);
  const logger = createProtocolLogger(emit, level ?? 'INFO');
  const flushCaptured = captureOutput(logger, redactor);
  if (level === undefined)
    logger.warn(`LOG_LEVEL must be FATAL, ERROR, WARN, INFO, DEBUG or TRACE, got "${setting}": INFO is used`);

  const context: ReadContext = { logger, signal: stop.signal, clock: systemClock, addSecret: redactor.add, emit };
  endOnClosedStdout();
  process.once('uncaughtException', (error) => void fail(error));
  process.once('unhandledRejection', (reason) => void fail(reason));
  process.once('beforeExit', () => void fail(new Error('it waits for something that can no longer happen')));

  try {
    const isDone = await writeAll(command.run(source, args, context), writer);
    return await end(isDone ? 0 : 1);
  } catch (error) {
    return fail(error);
  }

  async function fail(error: unknown): Promise<never> {
    if (!stop.signal.aborted) emit(errorTrace(toErrorTrace(error), systemClock.now()));
    return end(1);
  }

  async function end(exitCode: 0 | 1): Promise<never> {
    flushCaptured();
    if (stop.received !== undefined) logger.info(`Stopped by ${stop.received}`);
    await writer.flush();
    stop.reraise();
    process.exit(exitCode);
  }
}

async function writeAll(output: ReturnType<Command['run']>, writer: MessageWriter): Promise<boolean> {
  for (;;) {
    const { value, done } = await output.next();
    if (done === true) return value;
    const drained = writer.write(value);
    if (drained !== undefined) await drained;
  }
}

/** Nobody reads any more: there is nobody to tell, and nothing that was not read has been claimed. */
function endOnClosedStdout(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`Writing to stdout failed: ${error.message}\n`);
    process.exit(1);
  });
}
