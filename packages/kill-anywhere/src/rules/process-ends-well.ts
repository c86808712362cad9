import type { ReadRun } from '../read-run.ts';

/** What a process exits with after SIGTERM when it is PID 1, as in a container, where it cannot end itself by a signal. */
const SIGTERM_EXIT_CODE = 143;

/** Says what is wrong with the lines that a process wrote, and with how it ended. */
export function processEndsWell(run: ReadRun): string[] {
  const end = problemOfEnd(run);
  const lines = run.badLines.map((line) => `stdout has a line that is no message: ${line.slice(0, 200)}`);
  return end === undefined ? lines : [...lines, end];
}

function problemOfEnd(run: ReadRun): string | undefined {
  const { killedAt, exitCode, signal, isOverdue, stderr } = run;
  const said = stderr.trim() === '' ? '' : `: ${stderr.trim().slice(-200)}`;
  if (isOverdue) return `the process did not end ${killedAt === undefined ? 'by itself' : `after ${killedAt.signal}`}`;
  if (signal !== null)
    return signal === killedAt?.signal ? undefined : `${signal} ended the process, which nobody sent${said}`;
  if (exitCode === 0 || killedAt?.signal === 'SIGKILL') return undefined;
  if (exitCode === 1) return saysError(run) ? undefined : `the process exited with 1 and said no error${said}`;
  if (killedAt === undefined) return `the process exited with ${exitCode}${said}`;
  return exitCode === SIGTERM_EXIT_CODE
    ? undefined
    : `after SIGTERM the process exited with ${exitCode}, not by the signal${said}`;
}

function saysError({ messages }: ReadRun): boolean {
  return messages.some((message) => message.type === 'TRACE' && message.trace.type === 'ERROR');
}
