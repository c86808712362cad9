import type { Argv } from 'yargs';
import type { Terminal } from './terminal/terminal.ts';

/** 0: it did its work, and found nothing wrong. 1: something failed, or was found wrong. 2: wrong usage; nothing was done. */
export type ExitCode = 0 | 1 | 2;

/** What every command is given besides its own arguments. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** The folder that relative paths are meant from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT and SIGTERM: end what was started, keep what is safe, and return. */
  readonly signal: AbortSignal;
}

/**
 * One command of the tool. Its file is loaded at every start, so what only its `run` needs is imported there.
 *
 * `run` throws a {@link CommandError} for what the user can change; any other error is a fault of the tool and ends with its stack.
 */
export interface Command<TArguments extends object = object> {
  /** As yargs has it: `infer <stream>`. */
  readonly name: string;
  /** One line of `--help`. */
  readonly description: string;
  options(parser: Argv): Argv<any>;
  run(args: TArguments, context: CommandContext): Promise<ExitCode>;
}
