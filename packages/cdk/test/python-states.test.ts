// The golden files are states that the real Python CDK left behind; python-states/README.md says how they are made.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../src/protocol/json.ts';
import { type CursorState, readCursorState, writeCursorState } from '../src/streams/state-formats/cursor-state.ts';
import {
  type FullRefreshState,
  readFullRefreshState,
  writeFullRefreshState,
} from '../src/streams/state-formats/full-refresh-state.ts';
import {
  type PartitionedState,
  readPartitionedState,
  writePartitionedState,
} from '../src/streams/state-formats/partitioned-state.ts';
import { partitionKey } from '../src/streams/state-formats/partition-key.ts';

const folder = join(import.meta.dirname, 'fixtures/python-states');
const files = globSync('*.json', { cwd: folder }).map((file) => basename(file, '.json'));

function golden(name: string): JsonObject {
  const file = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { readonly state: JsonObject };
  return file.state;
}

const at = (day: number, time = '00:00:00Z'): string => `2024-01-${String(day).padStart(2, '0')}T${time}`;
const sequential = (value: string | number): CursorState => ({ format: 'sequential', value });
const FIRST_WINDOW = {
  start: at(1, '00:00:00.000Z'),
  end: at(10, '23:59:59.000Z'),
  mostRecent: at(8, '00:00:00.000Z'),
};
const LAST_WINDOW = {
  start: at(21, '00:00:00.000Z'),
  end: at(31, '00:00:00.000Z'),
  mostRecent: at(27, '00:00:00.000Z'),
};

const cursors: Record<string, CursorState> = {
  sequential: sequential(at(27)),
  'sequential-before-a-broken-window': sequential(at(8)),
  'sequential-epoch-seconds': sequential('1706313600'),
  'sequential-epoch-float': sequential('1706313600.0'),
  'sequential-epoch-milliseconds': sequential('1706313600000'),
  'sequential-epoch-microseconds': sequential('1706313600000000'),
  'sequential-strftime': sequential('27/01/2024'),
  'sequential-count': sequential(5),
  'date-range': {
    format: 'date-range',
    done: [{ ...FIRST_WINDOW, end: LAST_WINDOW.end, mostRecent: LAST_WINDOW.mostRecent }],
  },
  'date-range-gap': { format: 'date-range', done: [FIRST_WINDOW, LAST_WINDOW] },
  'date-range-unmerged': {
    format: 'date-range',
    done: [
      FIRST_WINDOW,
      { start: at(11, '00:00:00.000Z'), end: at(20, '23:59:59.000Z'), mostRecent: at(12, '00:00:00.000Z') },
      LAST_WINDOW,
    ],
  },
  'date-range-without-records': {
    format: 'date-range',
    done: [{ start: at(1, '00:00:00.000Z'), end: at(22, '00:59:59.000Z') }],
  },
  'date-range-epoch': { format: 'date-range', done: [{ start: 1704067200, end: 1706659200, mostRecent: 1706313600 }] },
  'date-range-epoch-gap': {
    format: 'date-range',
    done: [
      { start: 1704067200, end: 1704931199, mostRecent: 1704672000 },
      { start: 1705795200, end: 1706659200, mostRecent: 1706313600 },
    ],
  },
};

/** The state of each partition whose cursor is at the start of a day. */
function each(...days: readonly (readonly [partition: JsonObject, day: number])[]): PartitionedState['partitions'] {
  return days.map(([partition, day]) => ({ partition, cursor: { at: at(day) } }));
}

const ofPost = (id: number): JsonObject => ({ post_id: id, parent_slice: {} });
const ofComment = (id: number, post: number): JsonObject => ({ comment_id: id, parent_slice: ofPost(post) });
const COMMENTS_OF_POSTS = each([ofPost(1), 14], [ofPost(2), 10], [ofPost(3), 1]);
const POSTS_ARE_READ = { parentState: { posts: { at: at(20) } } };
const COMMENTS: PartitionedState = {
  partitions: COMMENTS_OF_POSTS,
  global: { at: at(14) },
  useGlobalCursor: false,
  lookbackWindow: 1,
  ...POSTS_ARE_READ,
};
const ORDERS: PartitionedState = {
  partitions: each([{ region: 'eu' }, 7], [{ region: 'us' }, 18]),
  global: { at: at(18) },
  useGlobalCursor: false,
  lookbackWindow: 1,
};
const ONE_CURSOR: PartitionedState = { ...COMMENTS, partitions: [], useGlobalCursor: true };

const partitioned: Record<string, PartitionedState> = {
  'partitions-list': ORDERS,
  'partitions-list-in-steps': ORDERS,
  'partitions-parent': { ...COMMENTS, parentState: {} },
  'partitions-incremental-parent': COMMENTS,
  'partitions-broken': {
    partitions: each([ofPost(1), 14], [ofPost(2), 1], [ofPost(3), 1]),
    useGlobalCursor: false,
    lookbackWindow: 0,
    parentState: { posts: { at: at(1) } },
  },
  'partitions-grandparent': {
    partitions: each([ofComment(11, 1), 6], [ofComment(12, 1), 15], [ofComment(21, 2), 22]),
    global: { at: at(22) },
    useGlobalCursor: false,
    lookbackWindow: 1,
    parentState: { comments: writePartitionedState(COMMENTS) },
  },
  'partitions-product': {
    ...ORDERS,
    partitions: each(...[1, 2, 3].map((id) => [{ ...ofPost(id), region: 'eu' }, 7] as const)),
    global: { at: at(7) },
  },
  'partitions-global': ONE_CURSOR,
  'partitions-grouped': { ...ONE_CURSOR, parentState: {} },
  'partitions-above-the-limit': ONE_CURSOR,
  'partitions-migrated': {
    ...ORDERS,
    partitions: each([{ region: 'eu' }, 10], [{ region: 'us' }, 18]),
    parentState: {},
  },
  'older-per-partition-with-global': { ...COMMENTS, partitions: COMMENTS_OF_POSTS.slice(0, 2) },
};

/** They lack what is written today. */
const older: Record<string, PartitionedState> = {
  'older-per-partition': { partitions: COMMENTS_OF_POSTS.slice(0, 2), useGlobalCursor: false, ...POSTS_ARE_READ },
  'older-global': { ...COMMENTS, partitions: [] },
};

const COMPLETE = { __ab_full_refresh_sync_complete: true };
const fullRefreshOfPartitions: Record<string, PartitionedState> = {
  'full-refresh-partitions': {
    partitions: [1, 2].map((id) => ({ partition: { parent: { id } }, cursor: COMPLETE })),
    useGlobalCursor: false,
  },
  'older-full-refresh-partitions': {
    partitions: [1, 2, 3].map((id) => ({ partition: ofPost(id), cursor: COMPLETE })),
    useGlobalCursor: false,
    ...POSTS_ARE_READ,
  },
};

const fullRefresh: Record<string, FullRefreshState> = {
  'full-refresh-complete': { at: 'end' },
  'older-full-refresh-page': { at: 'page', token: 2 },
};

describe('I4: a state of the Python CDK is read, and written again equal', () => {
  test.each(Object.entries(cursors))('%s', (name, expected) => {
    const field = name === 'sequential-count' ? 'sequence' : 'at';
    expect(readCursorState(golden(name), { stream: 'events', field })).toEqual(expected);
    expect(writeCursorState(expected, field)).toEqual(golden(name));
  });

  test.each(Object.entries(partitioned))('%s', (name, expected) => {
    expect(readPartitionedState(golden(name), { stream: 'comments', field: 'at' })).toEqual(expected);
    expect(writePartitionedState(expected)).toEqual(golden(name));
  });

  test.each(Object.entries(older))('%s is written as it is today', (name, expected) => {
    expect(readPartitionedState(golden(name), { stream: 'comments', field: 'at' })).toEqual(expected);
    expect(writePartitionedState(expected)).toEqual({ use_global_cursor: false, states: [], ...golden(name) });
  });

  test.each(Object.entries(fullRefreshOfPartitions))('I6: %s', (name, expected) => {
    expect(readPartitionedState(golden(name), { stream: 'pages' })).toEqual(expected);
    expect(writePartitionedState(expected)).toEqual({ use_global_cursor: false, ...golden(name) });
    expect(expected.partitions.map(({ cursor }) => readFullRefreshState(cursor))).toEqual(
      expected.partitions.map(() => ({ at: 'end' })),
    );
  });

  test.each(Object.entries(fullRefresh))('I6: %s', (name, expected) => {
    expect(readFullRefreshState(golden(name))).toEqual(expected);
    expect(writeFullRefreshState(expected)).toEqual(golden(name));
  });

  test('sequential-once-full-refresh: the mark of the full refresh, which stays beside the cursor, is dropped', () => {
    const state = readCursorState(golden('sequential-once-full-refresh'), { stream: 'events', field: 'at' });
    expect(state).toEqual(sequential(at(27)));
  });

  test('full-refresh is the start of the next read, with and without a cursor', () => {
    expect(readFullRefreshState(golden('full-refresh'))).toEqual({ at: 'start' });
    expect(readCursorState(golden('full-refresh'), { stream: 'events', field: 'at' })).toBeUndefined();
  });

  test('full-refresh-page is the page token of one connector, and no format: the read starts over', () => {
    expect(golden('full-refresh-page')).toEqual({ page: 2 });
    expect(readFullRefreshState(golden('full-refresh-page'))).toBeUndefined();
  });

  test('each golden file has its test', () => {
    const tested = [cursors, partitioned, older, fullRefreshOfPartitions, fullRefresh].flatMap((table) =>
      Object.keys(table),
    );
    const single = ['full-refresh', 'full-refresh-page', 'sequential-once-full-refresh'];
    expect(files.toSorted()).toEqual([...tested, ...single].toSorted());
  });
});

test('I4: a partition of the Python CDK has the key of the same partition with its members in another order', () => {
  const keys = (name: string): string[] =>
    readPartitionedState(golden(name), { stream: 'comments' }).partitions.map(({ partition }) =>
      partitionKey(partition),
    );
  expect(keys('partitions-grandparent')).toEqual(
    [ofComment(11, 1), ofComment(12, 1), ofComment(21, 2)].map(partitionKey),
  );
  expect(keys('partitions-product')).toEqual([1, 2, 3].map((id) => partitionKey({ region: 'eu', ...ofPost(id) })));
});
