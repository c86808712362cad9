import type { Drift } from './find-drift.ts';
import { fitLines, showCount } from '../terminal/show.ts';
import { table } from '../terminal/table.ts';

/** What one stream's records say about its schema. */
export interface StreamDrift {
  readonly stream: string;
  /** How many were looked at. */
  readonly records: number;
  /** Why it could not be read. */
  readonly error: string | null;
  readonly drifts: readonly Drift[];
}

const MOST_DRIFTS = 30;
const WORDS = { added: 'new', gone: 'gone', changed: 'changed', untyped: 'new', empty: 'empty' } as const;

export function isCritical({ error, drifts }: StreamDrift): boolean {
  return error !== null || drifts.some(({ critical }) => critical !== null);
}

/** The streams, then what has changed in them, the critical first, for a person. */
export function showDrift(streams: readonly StreamDrift[], width: number): string {
  const summary = table(
    [{ title: 'stream' }, { title: 'records', align: 'right' }, { title: 'result' }],
    streams.map((stream) => [stream.stream, showCount(stream.records), resultOf(stream)]),
  );
  const rows = streams
    .flatMap(({ stream, drifts }) => drifts.map((drift) => ({ stream, ...drift })))
    .toSorted((one, other) => Number(other.critical !== null) - Number(one.critical !== null));
  const details = table(
    [{ title: 'stream' }, { title: 'field' }, { title: 'drift' }, { title: 'what' }, { title: 'fails' }],
    rows
      .slice(0, MOST_DRIFTS)
      .map(({ stream, field, kind, text, critical }) => [stream, field, WORDS[kind], text, critical ?? '']),
  );
  const more = rows.length > MOST_DRIFTS ? [`  and ${rows.length - MOST_DRIFTS} more; --json has all`] : [];
  const parts = [summary, ...(rows.length > 0 ? [[details, ...more].join('\n')] : [])];
  return [...parts.map((part) => fitLines(part, width)), lastLine(streams)].join('\n\n');
}

function resultOf(stream: StreamDrift): string {
  if (stream.error !== null) return `failed: ${stream.error}`;
  const critical = stream.drifts.filter((drift) => drift.critical !== null).length;
  const untyped = stream.drifts.filter(({ kind }) => kind === 'untyped').length;
  const others = stream.drifts.length - critical - untyped;
  const said = [...(critical > 0 ? [`${critical} critical`] : []), ...(others > 0 ? [`${others} to look at`] : [])];
  return said.length === 0 ? 'as its schema says' : said.join(', ');
}

function lastLine(streams: readonly StreamDrift[]): string {
  const first = streams.find(({ drifts }) => drifts.some(({ kind }) => kind !== 'untyped'));
  if (first === undefined) {
    return streams.some(isCritical) ? 'Not every stream could be read.' : 'The API sends what the schemas say.';
  }
  return `"headwater infer ${first.stream}" shows how its schema must change.`;
}
