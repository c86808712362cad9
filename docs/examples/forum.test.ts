import type { StreamState } from '@headwater/cdk';
import { configuredCatalog, inputState, readAll, type ReadAllOptions, TestClock } from '@headwater/cdk/testing';
import { describe, expect, test } from 'vitest';
import { type Config, Forum, type Topic } from './forum.ts';
import { startListApi } from './list-api.ts';

const NOW = '2026-03-10T12:00:00Z';
const at = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T08:00:00Z`;
const topic = (id: number, board: string, day: number, replies = 1): Topic => ({
  id,
  board_id: board,
  reply_count: replies,
  updated_at: at(day),
});

/** The replies of a topic are as old as their topic. */
const topics = [topic(1, 'help', 1), topic(2, 'help', 2, 0), topic(3, 'help', 3), topic(4, 'news', 2)];

/** @param broken Paths that are answered with 404. */
function startForumApi({ broken = [] as string[], list = topics } = {}) {
  return startListApi(
    ({ pathname, searchParams }) => {
      if (broken.includes(pathname)) return undefined;
      const since = searchParams.get('changed_since') ?? '';
      const [, kind, id, part] = pathname.split('/');
      if (kind === 'boards' && id === undefined) return [{ id: 'help' }, { id: 'news' }];
      if (part === 'topics') {
        const found = list.filter((entry) => entry.board_id === id && entry.updated_at >= since);
        return found.toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
      }
      if (part === 'members') return [{ id: 1, updated_at: at(2) }].filter((member) => member.updated_at >= since);
      if (part === 'replies') return [{ id: Number(id) * 10, updated_at: at(1) }];
      if (part === 'followers') return [{ user: `${kind}-${id}` }];
      return [];
    },
    { now: () => Date.parse(NOW) },
  );
}

async function readStream(url: string, stream: string, state?: object, options: Partial<ReadAllOptions<Config>> = {}) {
  const result = await readAll(new Forum(), {
    config: { url, boards: ['help', 'news'] },
    catalog: configuredCatalog({ [stream]: 'incremental' }),
    clock: new TestClock(NOW),
    ...(state === undefined ? {} : { state: inputState({ [stream]: state as StreamState }) }),
    ...options,
  });
  return { result, ids: result.records(stream).map(({ id }) => id), states: result.states(stream) };
}

describe('a list from the config', () => {
  const read = {
    use_global_cursor: false,
    states: [
      { partition: { board: 'help' }, cursor: { updated_at: at(3) } },
      { partition: { board: 'news' }, cursor: { updated_at: at(2) } },
    ],
    state: { updated_at: at(3) },
    lookback_window: 0,
  };

  test('each board is asked for by itself, and has a place of its own in the state', async () => {
    const api = await startForumApi();
    const { ids, states } = await readStream(api.url, 'topics');
    expect([ids, states.at(-1)]).toEqual([[1, 2, 3, 4], read]);
    api.requests.length = 0;
    await readStream(api.url, 'topics', read);
    expect(api.requests).toEqual([
      `/boards/help/topics?changed_since=${at(3)}`,
      `/boards/news/topics?changed_since=${at(2)}`,
    ]);
  });

  test('a board that is new is read from its start', async () => {
    const api = await startForumApi();
    const { ids } = await readStream(api.url, 'topics', { ...read, states: read.states.slice(0, 1) });
    expect(ids).toEqual([3, 4]);
  });

  // #region test-partition
  test('a board that fails keeps the place it had', async () => {
    const api = await startForumApi({ broken: ['/boards/help/topics'] });
    const help = { partition: { board: 'help' }, cursor: { updated_at: '2026-03-01T08:00:00Z' } };

    const result = await readAll(new Forum(), {
      config: { url: api.url, boards: ['help', 'news'] },
      catalog: configuredCatalog({ topics: 'incremental' }),
      state: inputState({ topics: { states: [help] } }),
      concurrency: 2,
    });

    expect(result.statuses('topics')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
    expect(result.states('topics').at(-1)).toMatchObject({
      states: [help, { partition: { board: 'news' }, cursor: { updated_at: '2026-03-02T08:00:00Z' } }],
    });
  });
  // #endregion

  test('how many are read at once stands in the config', () => {
    expect([
      new Forum().concurrency({ url: '', boards: [] }),
      new Forum().concurrency({ url: '', boards: [], num_workers: 10 }),
    ]).toEqual([4, 10]);
  });
});

test('a state of the time before partitions goes on', async () => {
  const api = await startForumApi();
  const { ids, states } = await readStream(api.url, 'members', { help: { updated_at: at(3) } });
  expect([ids, api.requests]).toEqual([
    [1],
    ['/boards', `/boards/help/members?changed_since=${at(3)}`, '/boards/news/members'],
  ]);
  expect(states.at(-1)).toMatchObject({
    states: [
      { partition: { board_id: 'help', parent_slice: {} }, cursor: { updated_at: at(3) } },
      { partition: { board_id: 'news', parent_slice: {} }, cursor: { updated_at: at(2) } },
    ],
  });
});

test('a product is every combination', async () => {
  const api = await startForumApi();
  await readStream(api.url, 'posts');
  expect(api.requests).toEqual([
    '/boards',
    '/boards/help/posts?kind=question',
    '/boards/help/posts?kind=poll',
    '/boards/news/posts?kind=question',
    '/boards/news/posts?kind=poll',
  ]);
});

test('partitions may be made in code', async () => {
  const api = await startForumApi();
  await readStream(api.url, 'archive');
  expect(api.requests).toEqual([
    '/archive?from=1990&to=1999',
    '/archive?from=2000&to=2009',
    '/archive?from=2010&to=2019',
    '/archive?from=2020&to=2029',
  ]);
});

describe('records of a parent', () => {
  test('each is a slice, and the parent prints nothing', async () => {
    const api = await startForumApi();
    const { result, ids, states } = await readStream(api.url, 'board_topics');
    expect(api.requests.filter((request) => !request.includes('cursor='))).toEqual([
      '/boards',
      '/boards/help/topics',
      '/boards/news/topics',
    ]);
    expect([ids, result.records('boards')]).toEqual([[1, 2, 3, 4], []]);
    expect(states.at(-1)).toMatchObject({ states: [{ partition: { id: 'help' } }, { partition: { id: 'news' } }] });
  });

  test('a parent of a parent, some left out, one gone meanwhile', async () => {
    const api = await startForumApi({ broken: ['/topics/3/replies'] });
    const { result, ids } = await readStream(api.url, 'replies');
    expect([result.succeeded, ids]).toEqual([true, [10, 40]]);
    expect(api.requests).not.toContain('/topics/2/replies');
  });

  test('of several parents', async () => {
    const api = await startForumApi();
    const { result } = await readStream(api.url, 'followers');
    expect(result.records('followers').map(({ user }) => user)).toEqual([
      'boards-help',
      'boards-news',
      'topics-1',
      'topics-2',
      'topics-3',
      'topics-4',
    ]);
  });

  test('with an incremental parent, only of those that changed', async () => {
    const list = [...topics];
    const api = await startForumApi({ list });
    const first = await readStream(api.url, 'new_replies');
    expect(first.states.at(-1)).toMatchObject({
      parent_state: {
        board_topics: {
          states: [
            { partition: { id: 'help' }, cursor: { updated_at: at(3) } },
            { partition: { id: 'news' }, cursor: { updated_at: at(2) } },
          ],
        },
      },
    });
    list[0] = { ...list[0]!, updated_at: at(5) };
    api.requests.length = 0;
    await readStream(api.url, 'new_replies', first.states.at(-1));
    expect(api.requests.filter((request) => request.startsWith('/topics'))).toEqual([
      `/topics/3/replies?changed_since=${at(1)}`,
      `/topics/1/replies?changed_since=${at(1)}`,
      `/topics/4/replies?changed_since=${at(1)}`,
    ]);
  });

  test('I6: a read that broke off goes on with the topics that are left', async () => {
    const api = await startForumApi({ broken: ['/boards/news/topics'] });
    const first = await readStream(api.url, 'replies');
    expect([first.result.succeeded, first.ids]).toEqual([false, [10, 30]]);
    expect(first.states.at(-1)).toEqual({
      states: [],
      parent_position: {
        board_topics: {
          use_global_cursor: false,
          states: [{ partition: { id: 'help' }, cursor: { updated_at: at(3) } }],
        },
      },
    });

    const again = await startForumApi();
    const second = await readStream(again.url, 'replies', first.states.at(-1));
    expect(again.requests.filter((request) => request.includes('topics'))).toEqual([
      `/boards/help/topics?changed_since=${at(3)}`,
      '/topics/3/replies',
      '/boards/news/topics',
      '/topics/4/replies',
    ]);
    expect(second.states.at(-1)).toEqual({ __ab_no_cursor_state_message: true });
  });
});
