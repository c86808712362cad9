import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';

import { zipFile } from '../http/zip-file.ts';
import type { ZipEntry } from '../http/zip-file.ts';
import type { ExportEntry } from '../shop/export-entries.ts';
import type { Series } from '../shop/series.ts';

/** Entries that are joined before they are sent. */
const ENTRIES_A_CHUNK = 250;
const CHUNK_BYTES = 64 * 1024;
const FILES_A_ZIP = 3;

/** The entries of an export from the index `first` to before `end`. */
export interface ExportRange {
  readonly entries: Series<ExportEntry>;
  readonly first: number;
  readonly end: number;
}

/** What an export may be sent as: media type, and the bytes, made as they are read and never kept. */
const formats: readonly (readonly [string, (range: ExportRange) => Readable])[] = [
  ['application/x-ndjson', (range) => readable(jsonLines(range))],
  ['application/gzip', (range) => pipeline(readable(jsonLines(range)), createGzip(), () => {})],
  ['application/zip', (range) => readable(zipFile(parts(range)))],
  ['text/csv', (range) => readable(csv(range))],
  ['application/xml', (range) => readable(xml(range))],
];

/** Finds the format that an `Accept` header names; the first of ours where it names several. */
export function exportFormat(accept: string): { type: string; body: (range: ExportRange) => Readable } | undefined {
  const [type, body] = formats.find(([name]) => accept.includes(name)) ?? [];
  return type === undefined || body === undefined ? undefined : { type, body };
}

/** All entries as one JSON document of any size: `{"data":[…],"next":null}`. */
export function jsonDocument(range: ExportRange): Readable {
  const { entries, first } = range;
  const item = (index: number): string => `${index === first ? '' : ','}${entries.text(index)}`;
  return readable(chunks(range, '{"data":[', item, '],"next":null}'));
}

function jsonLines(range: ExportRange): Generator<Buffer> {
  return chunks(range, '', (index) => `${range.entries.text(index)}\n`, '');
}

/** A file of JSON lines for each third of the entries, after one that says what they are. */
function* parts(range: ExportRange): Generator<ZipEntry> {
  yield { name: 'README.txt', bytes: [Buffer.from('One export entry a line, in JSON.\n')] };
  const count = range.end - range.first;
  for (let file = 0; file < FILES_A_ZIP; file++) {
    const first = range.first + Math.ceil((count * file) / FILES_A_ZIP);
    const end = range.first + Math.ceil((count * (file + 1)) / FILES_A_ZIP);
    yield { name: `entries-${file + 1}.jsonl`, bytes: jsonLines({ ...range, first, end }) };
  }
}

function csv(range: ExportRange): Generator<Buffer> {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const row = (index: number): string => {
    const { id, kind, payload, exported_at: time } = range.entries.record(index);
    const { source, changes } = payload;
    const note = changes.map(({ field, from, to }) => `${field}: ${from ?? ''} → ${to}`).join('\n');
    return `${[String(id), kind, source.app, source.version ?? '', note, time].map(quoted).join(',')}\r\n`;
  };
  return chunks(range, 'id,kind,app,version,changes,exported_at\r\n', row, '');
}

function xml(range: ExportRange): Generator<Buffer> {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const element = (index: number): string => {
    const { id, kind, payload, exported_at: time } = range.entries.record(index);
    const { source, changes } = payload;
    const version = source.version === null ? '' : ` version="${escaped(source.version)}"`;
    const list = changes.map(({ field, to }) => `<change field="${escaped(field)}">${escaped(to)}</change>`).join('');
    return (
      `<entry id="${id}"><kind>${kind}</kind><source${version}>${escaped(source.app)}</source>` +
      `<changes>${list}</changes><exported_at>${time}</exported_at></entry>\n`
    );
  };
  const start = '<?xml version="1.0" encoding="UTF-8"?>\n<export><entries>\n';
  return chunks(range, start, element, '</entries><next/></export>\n');
}

/** The entries of a range, each as the text that `form` makes of its index, between a start and an end. */
function* chunks(
  { first, end }: ExportRange,
  start: string,
  form: (index: number) => string,
  close: string,
): Generator<Buffer> {
  if (start !== '') yield Buffer.from(start);
  for (let from = first; from < end; from += ENTRIES_A_CHUNK) {
    let joined = '';
    const to = Math.min(from + ENTRIES_A_CHUNK, end);
    for (let index = from; index < to; index++) joined += form(index);
    yield Buffer.from(joined);
  }
  if (close !== '') yield Buffer.from(close);
}

function readable(bytes: Iterable<Buffer> | AsyncIterable<Buffer>): Readable {
  return Readable.from(bytes, { objectMode: false, highWaterMark: CHUNK_BYTES });
}
