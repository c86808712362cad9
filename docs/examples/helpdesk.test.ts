import { configuredCatalog, inputState, readAll, TestClock } from '@headwater/cdk/testing';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Helpdesk } from './helpdesk.ts';

const config = { account: 'acme', key_id: 'k1', key_secret: 'a-secret-of-16-ch' };

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

// #region read-all
test('waits as long as the API asks, then goes on', async () => {
  const api = nock('https://acme.example.com')
    .get('/api/account')
    .reply(429, '', { 'retry-after': '30' })
    .get('/api/account')
    .reply(200, { name: 'acme', plan: 'team' });
  const clock = new TestClock();

  const result = await readAll(new Helpdesk(), {
    config,
    catalog: configuredCatalog({ account: 'full_refresh' }),
    clock,
  });

  expect(result.succeeded).toBe(true);
  expect(result.records('account')).toEqual([{ name: 'acme', plan: 'team' }]);
  expect(clock.waits).toEqual([30_000]);
  expect(api.isDone()).toBe(true);
});
// #endregion

test('searches the tickets of every team, page by page', async () => {
  const bodies: unknown[] = [];
  const ids: Record<string, number> = { sales: 1, 'sales p2': 2, support: 1 };
  nock('https://acme.example.com')
    .persist()
    .post('/api/tickets/search')
    .reply(async (request: Request) => {
      const body = (await request.json()) as { team: string; after?: string };
      bodies.push(body);
      const id = ids[body.after === undefined ? body.team : `${body.team} ${body.after}`];
      const after = body.team === 'sales' && body.after === undefined ? 'p2' : null;
      return [200, { hits: [{ score: 1, ticket: { id, updated_at: `2025-05-0${id}T00:00:00Z` } }], after }];
    });

  const result = await readAll(new Helpdesk(), {
    config: { ...config, teams: ['sales', 'support'] },
    catalog: configuredCatalog({ tickets: 'incremental' }),
    state: inputState({ tickets: { updated_at: '2025-05-01T00:00:00Z' } }),
    clock: new TestClock(),
  });

  const since = '2025-05-01T00:00:00Z';
  expect(bodies).toEqual([
    { team: 'sales', updated_since: since },
    { team: 'sales', updated_since: since, after: 'p2' },
    { team: 'support', updated_since: since },
  ]);
  expect(result.records('tickets')).toEqual([
    { id: 1, updated_at: '2025-05-01T00:00:00Z', team: 'sales' },
    { id: 2, updated_at: '2025-05-02T00:00:00Z', team: 'sales' },
    { id: 1, updated_at: '2025-05-01T00:00:00Z', team: 'support' },
  ]);
  // Unsorted: the state moves when the last slice is done.
  expect(result.states('tickets')).toHaveLength(1);
  expect(result.state).toEqual(inputState({ tickets: { updated_at: '2025-05-02T00:00:00Z' } }));
  expect(result.logs('WARN')).toEqual([]);
});

test('goes on after the last comment of a full page', async () => {
  const queries: unknown[] = [];
  nock('https://acme.example.com')
    .persist()
    .get('/api/comments')
    .query(true)
    .reply((request: Request) => {
      const { searchParams } = new URL(request.url);
      queries.push(Object.fromEntries(searchParams));
      const after = Number(searchParams.get('after_id') ?? 0);
      return [
        200,
        [1, 2, 3]
          .filter((id) => id > after)
          .slice(0, 2)
          .map((id) => ({ id, posted_at: '2025-05-01' })),
      ];
    });

  const result = await readAll(new Helpdesk(), { config, catalog: configuredCatalog({ comments: 'full_refresh' }) });

  expect(queries).toEqual([{ limit: '2' }, { limit: '2', after_time: '2025-05-01', after_id: '2' }]);
  expect(result.records('comments').map(({ id }) => id)).toEqual([1, 2, 3]);
});

describe('a request', () => {
  test('is signed with its own time, and the signature is never shown', async () => {
    const signatures: string[] = [];
    nock('https://acme.example.com', { reqheaders: { 'x-key-id': 'k1', 'user-agent': 'headwater-helpdesk' } })
      .persist()
      .get('/api/account')
      .reply((request: Request) => {
        const signature = request.headers.get('x-signature') ?? '';
        signatures.push(signature);
        return [500, { message: `Bad signature ${signature}` }];
      });

    const result = await readAll(new Helpdesk(), {
      config,
      catalog: configuredCatalog({ account: 'full_refresh' }),
      clock: new TestClock(),
    });

    expect(new Set(signatures).size).toBe(9);
    expect(result.succeeded).toBe(false);
    expect(result.errors).toMatchObject([
      { failure_type: 'transient_error', message: expect.stringContaining('****') },
    ]);
    for (const signature of signatures) expect(JSON.stringify(result.messages)).not.toContain(signature);
  });
});
