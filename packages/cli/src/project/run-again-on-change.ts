import { watch } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { CommandContext, ExitCode } from '../command.ts';
import { CommandError } from '../command-error.ts';
import { findProject } from './connector-project.ts';
import { isOwnWrite } from './write-file-atomically.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 100;
const IGNORED = new Set(['node_modules', '.git', '.headwater', 'dist', 'secrets']);

/**
 * Runs, then runs again after each change of the project's files, until the signal. A run that a change overtakes is ended. What the
 * run itself writes is no change.
 *
 * @param matters Tells by its absolute path whether a file's change calls for another run. @default all do
 * @throws CommandError with `--json`, which promises one document.
 */
export async function runAgainOnChange(
  args: { readonly project: string | undefined },
  context: CommandContext,
  run: (context: CommandContext) => Promise<ExitCode>,
  matters: (path: string) => boolean = () => true,
): Promise<ExitCode> {
  if (context.terminal.isJson) {
    throw new CommandError(
      '--watch shows one result after another, and --json is one document: leave one of them out',
      {
        exitCode: 2,
      },
    );
  }
  const { root } = await findProject(resolve(context.cwd, args.project ?? '.'));
  let overtaken = new AbortController();
  let running = runSafely(overtaken.signal);
  let timer: NodeJS.Timeout | undefined;
  let isNextWaiting = false;
  try {
    for await (const { filename } of watch(root, { recursive: true, signal: context.signal })) {
      if (filename === null || filename.endsWith('.tmp')) continue;
      if (filename.split(sep).some((part) => IGNORED.has(part))) continue;
      const path = resolve(root, filename);
      if (!matters(path) || (await isOwnWrite(path))) continue;
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
    // The run that waits for this one to end sees later changes, too.
    if (isNextWaiting) return;
    isNextWaiting = true;
    await running;
    isNextWaiting = false;
    if (context.signal.aborted) return;
    overtaken = new AbortController();
    context.terminal.print(`\n${filename} changed.`);
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
