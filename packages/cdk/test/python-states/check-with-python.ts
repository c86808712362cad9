// Gives states that Headwater wrote to the real Python CDK, and holds what it asks its API for against what it should.
// Not part of `npm test`, which has no Python; README.md beside this file says how to run it.
import { spawnSync } from 'node:child_process';
import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JsonObject } from '../../src/protocol/json.ts';
import { type CursorState, writeCursorState } from '../../src/streams/state-formats/cursor-state.ts';
import { writeFullRefreshState } from '../../src/streams/state-formats/full-refresh-state.ts';
import { type PartitionedState, writePartitionedState } from '../../src/streams/state-formats/partitioned-state.ts';

interface Case {
  readonly title: string;
  /** A stream of manifest.py or handwritten.py: what it has to read begins on 1 and ends on 31 January 2024. */
  readonly stream: string;
  readonly state: JsonObject;
  /** The requests, in any order: the path, and the days between which it asks for records. */
  readonly asks: readonly string[];
}

interface PythonRequest {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

const at = (day: number, time = '00:00:00Z'): string => `2024-01-${String(day).padStart(2, '0')}T${time}`;
const ONE_DAY = 24 * 60 * 60;
const ofPost = (id: number): JsonObject => ({ post_id: id, parent_slice: {} });
const COMPLETE = writeFullRefreshState({ at: 'end' });

function cursor(title: string, stream: string, state: CursorState, asks: readonly string[], field = 'at'): Case {
  return { title, stream, state: writeCursorState(state, field), asks };
}

function partitioned(title: string, stream: string, state: PartitionedState, asks: readonly string[]): Case {
  return { title, stream, state: writePartitionedState(state), asks };
}

const cases: readonly Case[] = [
  cursor('sequential', 'events', { format: 'sequential', value: at(12) }, [
    `/events ${at(12)} ${at(21, '23:59:59Z')}`,
    `/events ${at(22)} ${at(31)}`,
  ]),
  cursor('sequential, with a lookback of two days', 'events_lookback', { format: 'sequential', value: at(12) }, [
    `/events ${at(10)} ${at(31)}`,
  ]),
  cursor('epoch seconds as text', 'events_epoch', { format: 'sequential', value: '1705017600' }, [
    '/events 1705017600 1706659200',
  ]),
  cursor('epoch seconds as a number', 'events_epoch', { format: 'sequential', value: 1705017600 }, [
    '/events 1705017600 1706659200',
  ]),
  cursor('epoch milliseconds as text', 'events_ms', { format: 'sequential', value: '1705017600000' }, [
    '/events 1705017600000 1706659200000',
  ]),
  cursor('a strftime format', 'events_day', { format: 'sequential', value: '12/01/2024' }, [
    '/events 12/01/2024 31/01/2024',
  ]),
  cursor(
    'ranges for a stream that writes them',
    'ranges',
    { format: 'date-range', done: [{ start: at(1), end: at(16), mostRecent: at(12) }] },
    [
      `/ranges ${at(16, '00:00:00.000Z')} ${at(25, '23:59:59.000Z')}`,
      `/ranges ${at(26, '00:00:00.000Z')} ${at(31, '00:00:00.000Z')}`,
    ],
  ),
  cursor(
    'a gap between ranges is asked for again',
    'ranges_epoch',
    {
      format: 'date-range',
      done: [
        { start: 1704067200, end: 1704931199, mostRecent: 1704672000 },
        { start: 1705795200, end: 1706572800 },
      ],
    },
    ['/ranges 1704931200 1705795199', '/ranges 1706572800 1706659200'],
  ),
  cursor('a value for a stream that writes ranges', 'ranges_epoch', { format: 'sequential', value: 1706572800 }, [
    '/ranges 1706572800 1706659200',
  ]),
  cursor(
    'ranges for a stream that writes a value',
    'events',
    {
      format: 'date-range',
      done: [
        { start: at(3), end: at(6), mostRecent: at(5) },
        { start: at(12), end: at(25) },
      ],
    },
    [
      `/events ${at(1)} ${at(2, '23:59:59Z')}`,
      `/events ${at(6, '00:00:01Z')} ${at(11, '23:59:59Z')}`,
      `/events ${at(25)} ${at(31)}`,
    ],
  ),
  partitioned(
    'each partition goes on where it stands, whatever the order of its members',
    'plain_comments',
    {
      partitions: [
        { partition: { parent_slice: {}, post_id: 1 }, cursor: { at: at(5) } },
        { partition: ofPost(2), cursor: { at: at(10) } },
        { partition: ofPost(3), cursor: { at: at(15) } },
      ],
      useGlobalCursor: false,
    },
    [
      '/posts',
      `/posts/1/comments ${at(5)} ${at(31)}`,
      `/posts/2/comments ${at(10)} ${at(31)}`,
      `/posts/3/comments ${at(15)} ${at(31)}`,
    ],
  ),
  partitioned(
    'a new partition starts at the global cursor, less the lookback window in seconds',
    'orders',
    {
      partitions: [{ partition: { region: 'eu' }, cursor: { at: at(5) } }],
      global: { at: at(12) },
      useGlobalCursor: false,
      lookbackWindow: 2 * ONE_DAY,
    },
    [`/regions/eu/orders ${at(5)} ${at(31)}`, `/regions/us/orders ${at(10)} ${at(31)}`],
  ),
  partitioned(
    'without a global cursor a new partition starts at the beginning',
    'orders',
    { partitions: [{ partition: { region: 'eu' }, cursor: { at: at(5) } }], useGlobalCursor: false },
    [`/regions/eu/orders ${at(5)} ${at(31)}`, `/regions/us/orders ${at(1)} ${at(31)}`],
  ),
  partitioned(
    'one cursor for all partitions',
    'orders',
    { partitions: [], global: { at: at(12) }, useGlobalCursor: true, lookbackWindow: ONE_DAY },
    [`/regions/eu/orders ${at(11)} ${at(31)}`, `/regions/us/orders ${at(11)} ${at(31)}`],
  ),
  partitioned(
    'ranges inside a partition',
    'orders_in_steps',
    {
      partitions: ['eu', 'us'].map((region) => ({
        partition: { region },
        cursor: writeCursorState(
          {
            format: 'date-range',
            done: [
              { start: at(1), end: at(6) },
              { start: at(9), end: at(28) },
            ],
          },
          'at',
        ),
      })),
      useGlobalCursor: false,
    },
    ['eu', 'us'].flatMap((region) => [
      `/regions/${region}/orders ${at(6, '00:00:01Z')} ${at(8, '23:59:59Z')}`,
      `/regions/${region}/orders ${at(28)} ${at(31)}`,
    ]),
  ),
  partitioned(
    'an incremental parent goes on where it stands, too',
    'comments',
    {
      partitions: [
        { partition: ofPost(2), cursor: { at: at(10) } },
        { partition: ofPost(3), cursor: { at: at(22) } },
      ],
      global: { at: at(22) },
      useGlobalCursor: false,
      parentState: { posts: writeCursorState({ format: 'sequential', value: at(9) }, 'at') },
      lookbackWindow: 1,
    },
    [`/posts ${at(9)} ${at(31)}`, `/posts/2/comments ${at(10)} ${at(31)}`, `/posts/3/comments ${at(22)} ${at(31)}`],
  ),
  partitioned(
    'the state of a parent that has partitions itself',
    'replies',
    {
      partitions: [
        { partition: { comment_id: 12, parent_slice: ofPost(1) }, cursor: { at: at(15) } },
        { partition: { comment_id: 21, parent_slice: ofPost(2) }, cursor: { at: at(22) } },
      ],
      useGlobalCursor: false,
      parentState: {
        comments: writePartitionedState({
          partitions: [
            { partition: ofPost(1), cursor: { at: at(14) } },
            { partition: ofPost(2), cursor: { at: at(10) } },
          ],
          useGlobalCursor: false,
          parentState: { posts: { at: at(3) } },
        }),
      },
    },
    [
      `/posts ${at(3)} ${at(31)}`,
      `/posts/1/comments ${at(14)} ${at(31)}`,
      `/posts/2/comments ${at(10)} ${at(31)}`,
      `/posts/3/comments ${at(1)} ${at(31)}`,
      `/comments/12/replies ${at(15)} ${at(31)}`,
      `/comments/21/replies ${at(22)} ${at(31)}`,
    ],
  ),
  { title: 'a full refresh that is complete', stream: 'pages', state: COMPLETE, asks: [] },
  partitioned(
    'a full refresh of partitions, of which two are complete',
    'pages_of_posts',
    {
      partitions: [1, 2].map((id) => ({ partition: { parent: { id } }, cursor: COMPLETE })),
      useGlobalCursor: false,
    },
    ['/posts', ...[1, 2, 3].map((page) => `/posts/3/pages page ${page}`)],
  ),
];

const { positionals } = parseArgs({ allowPositionals: true });
const python = spawnSync(positionals[0] ?? 'python3', [join(import.meta.dirname, 'read_states.py')], {
  input: JSON.stringify(cases),
  encoding: 'utf8',
  env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
});
if (python.error !== undefined) throw python.error;
if (python.status !== 0) throw new Error(`Python ended with ${python.status}:\n${python.stderr}`);
const asked = JSON.parse(python.stdout) as readonly (readonly PythonRequest[])[];

for (const [index, { title, asks }] of cases.entries()) {
  try {
    deepStrictEqual(asked[index]?.map(show).toSorted(), asks.toSorted());
    console.log(`ok      ${title}`);
  } catch (error) {
    console.log(`not ok  ${title}\n${(error as Error).message}`);
    process.exitCode = 1;
  }
}

function show({ path, params: { since, until, page } }: PythonRequest): string {
  if (page !== undefined) return `${path} page ${page}`;
  return since === undefined ? path : `${path} ${since} ${until}`;
}
