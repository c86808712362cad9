import { constants } from 'node:os';
import yargs, { type Argv } from 'yargs';
import { Parser } from 'yargs/helpers';
import type { Command, ExitCode } from './command.ts';
import { CommandError } from './command-error.ts';
import { buildCommand } from './commands/build.ts';
import { bundleCommand } from './commands/bundle.ts';
import { checkCommand } from './commands/check.ts';
import { diffCommand } from './commands/diff.ts';
import { discoverCommand } from './commands/discover.ts';
import { driftCommand } from './commands/drift.ts';
import { inferCommand } from './commands/infer.ts';
import { mockCommand } from './commands/mock.ts';
import { newCommand } from './commands/new.ts';
import { readCommand } from './commands/read.ts';
import { recordCommand } from './commands/record.ts';
import { specCommand } from './commands/spec.ts';
import { stateCommand } from './commands/state.ts';
import { testCommand } from './commands/test.ts';
import { typesCommand } from './commands/types.ts';
import { Terminal } from './terminal/terminal.ts';
import { isOfTheMachine } from './explain-file-error.ts';
import { readToolManifest } from './tool-manifest.ts';

const COMMANDS: readonly Command<any>[] = [
  newCommand,
  specCommand,
  checkCommand,
  discoverCommand,
  driftCommand,
  inferCommand,
  readCommand,
  recordCommand,
  mockCommand,
  stateCommand,
  testCommand,
  diffCommand,
  typesCommand,
  bundleCommand,
  buildCommand,
];

/** Options that may be given several times. */
const LISTS: ReadonlySet<string> = new Set(['stream', 'rename', 'only', 'from', 'tag', 'platform']);

/** Runs the tool with its arguments, to the end of the process: sets the exit code, obeys signals, says what went wrong. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  // Looked at beforehand: how to say what is wrong with the arguments depends on them.
  const { _: words, json } = Parser([...argv], { boolean: ['json'] });
  const terminal = new Terminal(process.stdout, process.stderr, {
    json: json === true,
    stdin: process.stdin,
  });
  const stop = new AbortController();
  // SIGHUP: the window of the terminal was closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      // Whoever asks twice wants no order.
      if (stop.signal.aborted) process.exit();
      stop.abort();
    });
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    const why = error.code === 'ENOSPC' ? 'the disk is full' : error.message;
    process.stderr.write(`The output cannot be written: ${why}\n`);
    process.exit(1);
  });

  const parser = yargs([...argv])
    .scriptName('headwater')
    .usage('Usage: $0 <command> [options]\n\nThe tool of those who write Headwater connectors.')
    .locale('en')
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'Print the result as one JSON document, for programs',
    })
    .help()
    .alias('help', 'h')
    .version((await readToolManifest()).version)
    .demandCommand(1, 'Name a command.')
    .recommendCommands()
    .strict()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .epilogue('Exit code 0: it worked; 1: something failed or was found wrong; 2: wrong usage, nothing was done.')
    .fail((message: string | null, error: Error | undefined) => {
      // Without a message it is what a command threw, which says all itself.
      if (message === null && error !== undefined) throw error;
      throw new CommandError(`${message}\nRun "headwater --help" for the commands and their options.`, { exitCode: 2 });
    });
  for (const command of COMMANDS) addCommand(parser, command, { terminal, signal: stop.signal });
  try {
    await parser.parseAsync();
  } catch (error) {
    endWith(fail(error as Error, terminal, words[0]));
  }
}

function addCommand(parser: Argv, command: Command<any>, given: { terminal: Terminal; signal: AbortSignal }): void {
  parser.command({
    command: command.name,
    describe: command.description,
    builder: (commandParser) => command.options(commandParser).strict().check(refuseUnclear),
    handler: async (args) => endWith(await command.run(args, { ...given, cwd: process.cwd(), env: process.env })),
  });
}

/** Refuses an option of one value that was given several times, and a list with nothing in it: an unset variable is not "all". */
function refuseUnclear(args: Record<string, unknown>): boolean {
  for (const [name, value] of Object.entries(args)) {
    if (name === '_' || !Array.isArray(value)) continue;
    if (!LISTS.has(name)) throw new Error(`--${name} can be given only once`);
    if (value.includes('')) throw new Error(`--${name} is empty: name one, or leave the option out`);
  }
  return true;
}

/** A signal's own exit code stays. */
function endWith(exitCode: ExitCode): void {
  process.exitCode ||= exitCode;
}

/** Says what went wrong. A fault of the tool itself shows its stack, for a report. */
function fail(error: Error, terminal: Terminal, command: string | number | undefined): ExitCode {
  const isExpected = error instanceof CommandError;
  terminal.warn(
    isExpected || isOfTheMachine(error) ? error.message : `headwater met a fault of its own: ${error.stack}`,
  );
  const exitCode = isExpected ? error.exitCode : 1;
  terminal.result({ command, ok: false, error: { message: error.message, exitCode } });
  return exitCode;
}
