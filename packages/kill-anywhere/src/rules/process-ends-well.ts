import type { ReadRun } from '../read-run.ts';

/** Says what is wrong with how a process ended, and with the lines it wrote. */
export function processEndsWell(run: ReadRun): string[] {
  const { badLines, killedAt, exitCode, signal, isOverdue, stderr } = run;
  const problems = badLines.map((line) => `stdout has a line that is no message: ${line.slice(0, 200)}`);
  if (isOverdue)
    problems.push(`the process did not end ${killedAt === undefined ? 'by itself' : `after ${killedAt.signal}`}`);
  else if (signal !== null && signal !== killedAt?.signal)
    problems.push(`the process was ended by ${signal}, which nobody sent`);
  else if (killedAt?.signal === 'SIGTERM' && signal === null && exitCode !== 0 && exitCode !== SIGTERM_EXIT_CODE) {
    problems.push(`after SIGTERM the process exited with ${exitCode}, not by the signal: ${stderr.slice(-200)}`);
  } else if (exitCode === 1 && !saysError(run))
    problems.push(`the process exited with 1 and said no error: ${stderr.slice(-200)}`);
  else if (killedAt === undefined && exitCode !== 0 && exitCode !== 1)
    problems.push(`the process exited with ${exitCode}`);
  return problems;
}

/** What a process exits with that is PID 1, as in a container, where it cannot end itself by a signal. */
const SIGTERM_EXIT_CODE = 143;

function saysError({ messages }: ReadRun): boolean {
  return messages.some((message) => message.type === 'TRACE' && message.trace.type === 'ERROR');
}
