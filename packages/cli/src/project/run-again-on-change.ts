import { watch } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { findProject } from './connector-project.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 100;
const IGNORED = new Set(['node_modules', '.git', '.headwater', 'dist', 'secrets']);

/**
 * Runs, then runs again after each change of the project's files, until the signal. A run that a change overtakes is ended.
 *
 * @param matters Tells by its path inside the project whether a file's change calls for another run. @default all do
 */
export async function runAgainOnChange(
  args: { readonly project: string | undefined },
  context: CommandContext,
  run: (context: CommandContext) => Promise<ExitCode>,
  matters: (path: string) => boolean = () => true,
): Promise<ExitCode> {
  const { root } = await findProject(resolve(context.cwd, args.project ?? '.'));
  let overtaken = new AbortController();
  let running = runSafely(overtaken.signal);
  let timer: NodeJS.Timeout | undefined;
  try {
    for await (const { filename } of watch(root, { recursive: true, signal: context.signal })) {
      if (filename === null || filename.endsWith('.tmp') || !matters(filename)) continue;
      if (filename.split(sep).some((part) => IGNORED.has(part))) continue;
      clearTimeout(timer);
      timer = setTimeout(() => void again(filename), SETTLE_MS);
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    await running;
  }
  return 0;

  async function again(filename: string): Promise<void> {
    overtaken.abort();
    await running;
    overtaken = new AbortController();
    context.terminal.print(`\n${relative(root, resolve(root, filename))} changed.`);
    running = runSafely(overtaken.signal);
  }

  async function runSafely(signal: AbortSignal): Promise<void> {
    try {
      await run({ ...context, signal: AbortSignal.any([context.signal, signal]) });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      context.terminal.warn(error.message);
    }
  }
}
