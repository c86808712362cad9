import { FixedWindowLimit, HttpClient } from '@headwater/cdk';
import { configuredCatalog, readAll, type ReadResult, TestClock } from '@headwater/cdk/testing';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeLimitedClient, points, told, Tracker, UntilNextHour } from './tracker.ts';

const config = { token: 'a-token-of-16-chars' };
const urlBase = 'https://tracker.example.com/api';
const issues = configuredCatalog({ issues: 'full_refresh' });

beforeEach(() => nock.disableNetConnect());

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

async function readIssues(clock = new TestClock()): Promise<ReadResult> {
  return readAll(new Tracker(), { config, catalog: issues, clock });
}

describe('what a response means', () => {
  // #region test-rules
  test('waits for the quota, which is a 403', async () => {
    const clock = new TestClock('2026-01-01T00:00:00Z');
    const api = nock('https://tracker.example.com')
      .get('/api/issues')
      .reply(403, { error: 'quota' }, { 'x-quota-left': '0', 'x-quota-reset': '2026-01-01T00:01:30Z' })
      .get('/api/issues')
      .reply(200, { data: [{ id: 1 }] });

    const result = await readAll(new Tracker(), { config, catalog: issues, clock });

    expect(result.records('issues')).toEqual([{ id: 1 }]);
    expect(clock.waits).toEqual([90_000]);
    expect(api.isDone()).toBe(true);
  });
  // #endregion

  test('a 200 that did nothing is asked again when its body says', async () => {
    const clock = new TestClock();
    nock('https://tracker.example.com')
      .get('/api/issues')
      .reply(200, { error: 'try_later', retry_in: 3 })
      .get('/api/issues')
      .reply(200, { data: [] });
    const result = await readIssues(clock);
    expect([result.succeeded, clock.waits]).toEqual([true, [3000]]);
    expect(result.logs('WARN')).toEqual([
      'Request failed although its status is 200 OK: GET https://tracker.example.com/api/issues. The API says: "try_later". ' +
        'Waiting 3 s as "retry_in" of its body asks, then try 2 of 6',
    ]);
  });

  test('a plan without API access is for the user to change', async () => {
    nock('https://tracker.example.com').get('/api/issues').reply(403, { error: 'trial_over' });
    const { errors } = await readIssues();
    expect(errors).toMatchObject([
      {
        failure_type: 'config_error',
        message:
          'Request failed with status code 403 Forbidden: GET https://tracker.example.com/api/issues. ' +
          'The API says: "trial_over". The plan of this account has no API access',
      },
    ]);
  });

  test('maintenance is not waited for', async () => {
    const clock = new TestClock();
    nock('https://tracker.example.com').get('/api/issues').reply(503, 'Down for maintenance');
    const result = await readIssues(clock);
    expect([result.errors[0]?.failure_type, clock.waits]).toEqual(['transient_error', []]);
  });

  test('an issue without a list of votes is passed over', async () => {
    nock('https://tracker.example.com')
      .get('/api/issues')
      .reply(200, { data: [{ id: 1 }, { id: 2 }, { id: 3 }] })
      .get('/api/issues/1/votes')
      .reply(200, [{ id: 11 }])
      .get('/api/issues/2/votes')
      .reply(404)
      .get('/api/issues/3/votes')
      .reply(200, [{ id: 31 }]);
    const result = await readAll(new Tracker(), { config, catalog: configuredCatalog({ votes: 'full_refresh' }) });
    expect(result.succeeded).toBe(true);
    expect(result.records('votes')).toEqual([{ id: 11 }, { id: 31 }]);
    expect(result.logs('INFO')).toContain(
      'Stream "votes", slice {"id":2} takes a response for an empty list: GET https://tracker.example.com/api/issues/2/votes: status 404 Not Found',
    );
  });
});

test('a strategy of its own waits for the next hour', async () => {
  const clock = new TestClock('2026-01-01T00:40:00Z');
  nock('https://tracker.example.com').get('/api/issues').reply(429).get('/api/issues').reply(200, { data: [] });
  const makeClient = (): HttpClient =>
    new HttpClient({ urlBase, retry: { backoff: new UntilNextHour(), maxWaitMs: 3_600_000 } });
  const result = await readAll(new Tracker(makeClient), { config, catalog: issues, clock });
  expect([result.succeeded, clock.waits]).toEqual([true, [1_200_000]]);
});

describe('limits', () => {
  /** An API with so many pages of issues. */
  function havePages(count: number, headersOf: (page: number) => Record<string, string> = () => ({})): void {
    nock('https://tracker.example.com')
      .persist()
      .get('/api/issues')
      .query(true)
      .reply((request: Request) => {
        const page = Number(new URL(request.url).searchParams.get('cursor') ?? 1);
        return [200, { data: [{ id: page }], next: page < count ? page + 1 : null }, headersOf(page)];
      });
  }

  // #region test-limits
  test('sends ten requests a second', async () => {
    havePages(25);
    const clock = new TestClock();
    const source = new Tracker(makeLimitedClient);

    const result = await readAll(source, { config, catalog: issues, clock });

    expect(result.records('issues')).toHaveLength(25);
    expect(clock.waits).toEqual([1000, 1000]);
  });
  // #endregion

  test('the day ends with an error that says what to do', async () => {
    havePages(4);
    const clock = new TestClock('2026-03-01T12:00:00Z');
    const startsAt = '2026-01-01T00:00:00Z';
    const quota = new FixedWindowLimit({ requests: 3, perMs: 86_400_000, startsAt, name: 'daily quota' });
    const client = new HttpClient({ urlBase, rateLimits: [quota] });
    const result = await readAll(new Tracker(() => client), { config, catalog: issues, clock });
    expect(result.records('issues')).toHaveLength(3);
    expect(result.errors).toMatchObject([
      {
        failure_type: 'transient_error',
        message:
          'The rate limit "daily quota" has no room for GET https://tracker.example.com/api/issues for another 12 h, ' +
          'longer than maxWaitMs of 10 min allows. Read again after that, read fewer streams, or raise maxWaitMs in the ' +
          'retry options of the HttpClient',
      },
    ]);
  });

  test('an expensive request counts for ten', async () => {
    havePages(1);
    const clock = new TestClock();
    const client = new HttpClient({ urlBase, rateLimits: [points] });
    const result = await readAll(new Tracker(() => client), { config, catalog: issues, clock });
    expect(result.succeeded).toBe(true);
    const url = new URL('https://tracker.example.com/api/issues?expand=all');
    const request = { method: 'GET', url, path: '/issues', headers: {}, body: undefined } as const;
    expect(points.weightOf(request)).toBe(10);
  });

  test('what the API tells of two quotas is kept', async () => {
    havePages(4, (page) => ({
      'x-minute-left': page === 2 ? '0' : '5',
      'x-minute-reset': '60',
      'x-day-left': '100',
      'x-day-reset': '80000',
    }));
    const clock = new TestClock();
    const client = new HttpClient({ urlBase, rateLimits: told });
    const result = await readAll(new Tracker(() => client), { config, catalog: issues, clock });
    expect(result.records('issues')).toHaveLength(4);
    expect(clock.waits).toEqual([60_000]);
  });
});
