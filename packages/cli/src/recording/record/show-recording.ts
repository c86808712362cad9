import { counted, showBytes, showCount, showTime } from '../../terminal/show.ts';
import { table } from '../../terminal/table.ts';

/** What `headwater record` did. */
export interface RecordOutcome {
  readonly folder: string;
  readonly streams: readonly RecordedStream[];
  readonly files: number;
  readonly bytes: number;
  /** How many different personal values were replaced, by kind. */
  readonly replaced: Readonly<Record<string, number>>;
  readonly secrets: number;
  readonly elapsedMs: number;
}

export interface RecordedStream {
  readonly name: string;
  /** What the API was asked. */
  readonly requests: number;
  readonly records: number;
  /** What of it is in the recording, not counting what an earlier stream has already. */
  readonly keptRequests: number;
  /** What a replay reads. */
  readonly keptRecords: number;
}

/** One and many of each kind of what was replaced. */
const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  secret: ['secret', 'secrets'],
  email: ['e-mail address', 'e-mail addresses'],
  phone: ['phone number', 'phone numbers'],
  name: ['name', 'names'],
  handle: ['user name', 'user names'],
  address: ['part of an address', 'parts of addresses'],
  number: ['number of a person', 'numbers of persons'],
  ip: ['network address', 'network addresses'],
  birthday: ['birthday', 'birthdays'],
  coordinate: ['coordinate', 'coordinates'],
};

/** One screen for a person. */
export function showRecording({ folder, streams, files, bytes, replaced, secrets, elapsedMs }: RecordOutcome): string {
  const columns = [
    { title: 'stream' },
    { title: 'requests', align: 'right' },
    { title: 'kept', align: 'right' },
    { title: 'records', align: 'right' },
    { title: 'replayed', align: 'right' },
  ] as const;
  const rows = streams.map(({ name, requests, keptRequests, records, keptRecords }) => [
    name,
    ...[requests, keptRequests, records, keptRecords].map(showCount),
  ]);
  const what = Object.entries({ secret: secrets, ...replaced }).map(
    ([kind, count]) => `${showCount(count)} ${NOUNS[kind]?.[count === 1 ? 0 : 1] ?? kind}`,
  );
  return [
    table(columns, rows),
    '',
    `Replaced: ${what.join(', ')}.`,
    `${counted(files, 'file')} (${showBytes(bytes)}) in ${folder}, replayed and found whole, in ${showTime(elapsedMs)}.`,
    'Look through them before you commit: what no field name and no form gives away is still there.',
  ].join('\n');
}

export function recordResult(outcome: RecordOutcome): object {
  return { command: 'record', ok: true, ...outcome };
}
