import type { ExitCode } from './command.ts';

/**
 * What went wrong, in a sentence for the person who typed the command, with what they can change. It is printed without a stack.
 *
 * `exitCode` is 2 where the command was used wrongly and nothing was done, else 1.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, { exitCode = 1, ...options }: ErrorOptions & { readonly exitCode?: ExitCode } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
