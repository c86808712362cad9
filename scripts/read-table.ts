import type { ConnectorRun } from '@headwater/cdk/testing';

type InputState = ConnectorRun['state'];

/** What a read did, a row a stream: records, requests, time, and the state before and after. */
export function readTable(run: ConnectorRun, before: InputState | undefined): string {
  const rows = timesOf(run).map(({ stream, startedAt, endedAt }) => [
    stream,
    run.records(stream).length.toLocaleString('en'),
    requestsOf(run, stream),
    `${endedAt - startedAt} ms`,
    showState(before, stream),
    showState(run.state, stream),
  ]);
  return table(['stream', 'records', 'requests', 'time', 'state before', 'state after'], rows);
}

/** The connector says it in a LOG line at each stream's end. */
function requestsOf(run: ConnectorRun, stream: string): string {
  const line = run.logs('INFO').find((text) => text.startsWith('Read ') && text.includes(`stream "${stream}"`));
  return /requests: (\d+)/.exec(line ?? '')?.[1] ?? '?';
}

interface StreamTime {
  readonly stream: string;
  readonly startedAt: number;
  endedAt: number;
}

function timesOf(run: ConnectorRun): StreamTime[] {
  const times: StreamTime[] = [];
  for (const message of run.messages) {
    if (message.type !== 'TRACE' || message.trace.type !== 'STREAM_STATUS') continue;
    const { stream_descriptor: descriptor, status } = message.trace.stream_status;
    const at = message.trace.emitted_at;
    if (status === 'STARTED') times.push({ stream: descriptor.name, startedAt: at, endedAt: at });
    const last = times.at(-1);
    if (last !== undefined) last.endedAt = at;
  }
  return times;
}

function showState(state: InputState | undefined, stream: string): string {
  const own = state?.streams.find(({ descriptor }) => descriptor.name === stream)?.state;
  if (own === undefined) return '–';
  const [field, value] = Object.entries(own)[0] ?? [];
  return field === '__ab_no_cursor_state_message'
    ? 'done'
    : `${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

const NUMERIC = new Set(['records', 'requests', 'time']);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        NUMERIC.has(head[column] ?? '') ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((cells) => `  ${line(cells)}`).join('\n');
}
