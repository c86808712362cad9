import { isComplete, type ReadRun, type StreamEvent } from '../read-run.ts';

/**
 * Says where a stream's statuses are not STARTED, RUNNING at the first record, and COMPLETE or INCOMPLETE as the very last; or not
 * what the run's end says of them.
 *
 * @param isWhole whether the run was seen to its end, which a run that was ended by SIGKILL is not
 */
export function statusesInOrder(events: readonly StreamEvent[], run: ReadRun, isWhole: boolean): string[] {
  const problems: string[] = [];
  let status: string | undefined;
  for (const event of events) {
    const what = event.kind === 'status' ? event.status : event.kind;
    if (status === 'COMPLETE' || status === 'INCOMPLETE') problems.push(`${what} came after ${status}`);
    else if (!mayFollow(status, event))
      problems.push(`${what} came ${status === undefined ? 'first' : `after ${status}`}`);
    if (event.kind === 'status') status = event.status;
  }
  if (!isWhole) return problems;
  if (status !== undefined && status !== 'COMPLETE' && status !== 'INCOMPLETE')
    problems.push(`its last status is ${status}`);
  if (isComplete(run) && status !== 'COMPLETE')
    problems.push(`the process exited with 0, and its last status is ${status}`);
  return problems;
}

function mayFollow(status: string | undefined, event: StreamEvent): boolean {
  if (event.kind === 'record') return status === 'RUNNING';
  if (event.kind !== 'status') return status !== undefined;
  switch (event.status) {
    case 'STARTED':
      return status === undefined;
    case 'RUNNING':
      return status === 'STARTED';
    case 'COMPLETE':
      return status === 'RUNNING';
    case 'INCOMPLETE':
      return true;
  }
}
