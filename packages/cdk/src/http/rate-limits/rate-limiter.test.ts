import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../../test/http-response.ts';
import { rejectionOf, testRun, type TestRun } from '../../../test/run-context.ts';
import { VirtualClock } from '../../../test/virtual-clock.ts';
import type { OutgoingRequest } from '../request-matcher.ts';
import { FixedWindowLimit } from './fixed-window-limit.ts';
import { HeaderLimit } from './header-limit.ts';
import { MovingWindowLimit } from './moving-window-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { RateLimiter } from './rate-limiter.ts';

const TEN_MINUTES = 600_000;

function get(path: string): OutgoingRequest {
  return {
    method: 'GET',
    url: new URL(`https://api.example.com/v1${path}?key=k3y`),
    path,
    headers: {},
    body: undefined,
  };
}

/** Requests that are let through by some limits, and when each was. */
class Traffic {
  readonly clock = new VirtualClock();
  readonly run: TestRun = testRun({ clock: this.clock });
  readonly admitted: { name: string; at: number }[] = [];
  readonly #limiter: RateLimiter;

  constructor(limits: readonly RateLimit[], maxWaitMs = TEN_MINUTES) {
    this.#limiter = new RateLimiter(limits, maxWaitMs);
  }

  async send(name: string, path: string, { after = 0, takes = 0, context = this.run.context } = {}): Promise<void> {
    await this.clock.sleep(after);
    const admission = await this.#limiter.admit(get(path), context);
    this.admitted.push({ name, at: this.clock.now() });
    await this.clock.sleep(takes);
    admission?.settle(httpResponse({}), this.clock.now());
  }

  get times(): Record<string, number> {
    return Object.fromEntries(this.admitted.map(({ name, at }) => [name, at]));
  }
}

describe('H6: one limit', () => {
  test('lets through what there is room for, then first come, first served', async () => {
    const traffic = new Traffic([new MovingWindowLimit({ requests: 2, perMs: 1000 })]);
    const names = ['a', 'b', 'c', 'd', 'e'];
    await traffic.clock.run(Promise.all(names.map((name) => traffic.send(name, '/x'))));
    expect(traffic.admitted).toEqual([
      { name: 'a', at: 0 },
      { name: 'b', at: 0 },
      { name: 'c', at: 1000 },
      { name: 'd', at: 1000 },
      { name: 'e', at: 2000 },
    ]);
  });

  test('a heavy request is not passed by light ones for good', async () => {
    const weight = ({ path }: OutgoingRequest): number => (path === '/heavy' ? 10 : 1);
    const traffic = new Traffic([new MovingWindowLimit({ requests: 10, perMs: 1000, weight })]);
    const light = Array.from({ length: 40 }, (_, index) => traffic.send(`l${index}`, '/light', { after: index * 90 }));
    await traffic.clock.run(Promise.all([...light, traffic.send('heavy', '/heavy', { after: 500 })]));
    // The last of the six before it is forgotten a second later.
    expect(traffic.times['heavy']).toBe(1450);
  });

  test('requests that it does not match go at once', async () => {
    const traffic = new Traffic([new MovingWindowLimit({ requests: 1, perMs: 60_000, path: '/search' })]);
    const paths = ['/search', '/search', '/orders', '/orders'];
    await traffic.clock.run(Promise.all(paths.map((path, index) => traffic.send(`${path}${index}`, path))));
    expect(traffic.times).toEqual({ '/search0': 0, '/orders2': 0, '/orders3': 0, '/search1': 60_000 });
  });

  test('one that is closed by a refusal holds everyone back until then, and no longer', async () => {
    const limiter = new RateLimiter([new MovingWindowLimit({ requests: 100, perMs: 1000 })], TEN_MINUTES);
    const clock = new VirtualClock();
    const { context } = testRun({ clock });
    const refused = await limiter.admit(get('/x'), context);
    refused?.settle(httpResponse({}, { status: 429 }), clock.now());
    refused?.close(30_000);
    const times = [1, 2, 3].map(async () => {
      await limiter.admit(get('/x'), context);
      return clock.now();
    });
    expect(await clock.run(Promise.all(times))).toEqual([30_000, 30_000, 30_000]);
  });
});

describe('H6: several limits at once', () => {
  test('a request keeps to all of them', async () => {
    const traffic = new Traffic([
      new MovingWindowLimit({ requests: 2, perMs: 1000 }),
      new FixedWindowLimit({ requests: 3, perMs: 10_000 }),
    ]);
    await traffic.clock.run(Promise.all(['a', 'b', 'c', 'd'].map((name) => traffic.send(name, '/x'))));
    expect(traffic.times).toEqual({ a: 0, b: 0, c: 1000, d: 10_000 });
  });

  test('one that waits for a slow limit does not keep the others from the fast one', async () => {
    const traffic = new Traffic([
      new MovingWindowLimit({ requests: 1, perMs: 1000 }),
      new MovingWindowLimit({ requests: 1, perMs: 60_000, path: '/search' }),
    ]);
    const orders = [1, 2, 3, 4].map((index) => traffic.send(`o${index}`, '/orders', { after: 1 }));
    await traffic.clock.run(Promise.all([traffic.send('s1', '/search'), traffic.send('s2', '/search'), ...orders]));
    expect(traffic.times).toEqual({ s1: 0, o1: 1000, o2: 2000, o3: 3000, o4: 4000, s2: 60_000 });
  });

  test('one that needs two busy limits gets its turn at both', async () => {
    const traffic = new Traffic([
      new MovingWindowLimit({ requests: 1, perMs: 1000, path: /a/ }),
      new MovingWindowLimit({ requests: 1, perMs: 1000, path: /b/ }),
    ]);
    const busy = [...Array(20).keys()].flatMap((index) => [
      traffic.send(`a${index}`, '/a', { after: index * 400 }),
      traffic.send(`b${index}`, '/b', { after: 500 + index * 400 }),
    ]);
    await traffic.clock.run(Promise.all([...busy, traffic.send('both', '/ab', { after: 600 })]));
    expect(traffic.times['both']).toBeLessThanOrEqual(2600);
  });
});

describe('H6: who waits is told', () => {
  const paused = (): RateLimit => new FixedWindowLimit({ requests: 1, perMs: 60_000, name: 'search quota' });

  test('P7: in one line, as a status with the time of return, and in the figures', async () => {
    const traffic = new Traffic([paused()]);
    await traffic.clock.run(Promise.all([traffic.send('a', '/x'), traffic.send('b', '/x')]));
    expect(traffic.run.logs).toEqual([
      'info: GET https://api.example.com/v1/x: waiting 60 s for the rate limit "search quota"',
    ]);
    expect(traffic.run.rateLimits).toEqual([60_000]);
    expect(traffic.run.context.requestCounts.waitMs).toBe(60_000);
  });

  test('a slice that gives nothing meanwhile can say what it waits for', async () => {
    const limiter = new RateLimiter([paused()], TEN_MINUTES);
    const clock = new VirtualClock();
    const activity = { waitingFor: undefined as string | undefined };
    const context = { ...testRun({ clock }).context, activity };
    await limiter.admit(get('/x'), context);
    const waiting = limiter.admit(get('/x'), context);
    expect(activity.waitingFor).toBe('the rate limit "search quota"');
    await clock.run(waiting);
  });

  test('the third in the queue is told its own wait', async () => {
    const traffic = new Traffic([paused()]);
    await traffic.clock.run(Promise.all(['a', 'b', 'c'].map((name) => traffic.send(name, '/x'))));
    expect(traffic.run.rateLimits).toEqual([60_000, 120_000]);
  });

  test('a wait under a second is a matter for debugging', async () => {
    const traffic = new Traffic([new MovingWindowLimit({ requests: 1, perMs: 999 })]);
    await traffic.clock.run(Promise.all([traffic.send('a', '/x'), traffic.send('b', '/x')]));
    expect(traffic.run.logs).toEqual([
      'debug: GET https://api.example.com/v1/x: waiting 0.999 s for the rate limit "1 request per 0.999 s"',
    ]);
    expect([traffic.run.rateLimits, traffic.run.context.requestCounts.waitMs]).toEqual([[], 999]);
  });

  test('a wait that grows is told again', async () => {
    const limiter = new RateLimiter([paused()], TEN_MINUTES);
    const clock = new VirtualClock();
    const run = testRun({ clock });
    const first = await limiter.admit(get('/x'), run.context);
    const second = limiter.admit(get('/x'), run.context);
    const refused = clock.sleep(10_000).then(() => first?.close(clock.now() + 100_000));
    await clock.run(Promise.all([second, refused]));
    expect(run.rateLimits).toEqual([60_000, 110_000]);
  });
});

describe('H6: a quota that will not return in time', () => {
  const TEXT =
    'The rate limit "daily quota" has no room for GET https://api.example.com/v1/x for another 24 h, longer than ' +
    'maxWaitMs of 10 min allows. Read again after that, read fewer streams, or raise maxWaitMs in the retry options of the HttpClient';

  test('nango#4505: ends as transient_error that says which, how long, and what to change', async () => {
    const traffic = new Traffic([new FixedWindowLimit({ requests: 1, perMs: 86_400_000, name: 'daily quota' })]);
    await traffic.clock.run(traffic.send('a', '/x'));
    const error = await traffic.clock.run(rejectionOf(traffic.send('b', '/x')));
    expect([error.message, error.failureType, error.name]).toEqual([TEXT, 'transient_error', 'ConnectorError']);
    expect([traffic.clock.now(), traffic.run.rateLimits]).toEqual([0, []]);
  });

  test('is not one that only many wait for', async () => {
    const traffic = new Traffic([new MovingWindowLimit({ requests: 1, perMs: 60_000 })]);
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    await traffic.clock.run(Promise.all(names.map((name) => traffic.send(name, '/x'))));
    expect(traffic.times['n19']).toBe(19 * 60_000);
  });

  test('does not end those who do not need it', async () => {
    const traffic = new Traffic([new FixedWindowLimit({ requests: 1, perMs: 86_400_000, path: '/export' })]);
    await traffic.clock.run(traffic.send('a', '/export'));
    const [error] = await traffic.clock.run(
      Promise.all([rejectionOf(traffic.send('b', '/export')), traffic.send('c', '/orders')]),
    );
    expect([error.failureType, traffic.times['c']]).toEqual(['transient_error', 0]);
  });
});

describe('P4: a stop while it waits', () => {
  test('ends the wait at once, and makes room for those behind', async () => {
    const weight = ({ path }: OutgoingRequest): number => (path === '/heavy' ? 2 : 1);
    const traffic = new Traffic([new MovingWindowLimit({ requests: 2, perMs: 1000, weight })]);
    const other = testRun({ clock: traffic.clock });
    const reason = new Error('SIGTERM');
    const heavy = rejectionOf(traffic.send('heavy', '/heavy', { after: 1, context: other.context }));
    const stop = traffic.clock.sleep(300).then(() => other.abort(reason));
    const all = Promise.all([traffic.send('a', '/x'), heavy, traffic.send('behind', '/x', { after: 2 }), stop]);
    const [, error] = await traffic.clock.run(all);
    expect(error).toBe(reason);
    expect(traffic.times).toEqual({ a: 0, behind: 300 });
  });

  test('sends nothing when it was stopped before', async () => {
    const traffic = new Traffic([new MovingWindowLimit({ requests: 1, perMs: 1000 })]);
    await traffic.clock.run(traffic.send('a', '/x'));
    traffic.run.abort(new Error('SIGTERM'));
    const error = await traffic.clock.run(rejectionOf(traffic.send('b', '/x')));
    expect(error.message).toBe('SIGTERM');
    expect(traffic.clock.now()).toBe(0);
  });
});

describe('H6: whatever is asked', () => {
  const limitArbitrary = fc.record({
    kind: fc.constantFrom('moving', 'fixed'),
    requests: fc.integer({ min: 2, max: 6 }),
    perMs: fc.constantFrom(100, 1000, 5000),
    path: fc.constantFrom(/./, /a/, /b/),
  });
  const requestArbitrary = fc.record({
    after: fc.nat(3000),
    path: fc.constantFrom('/a', '/b', '/ab'),
    takes: fc.nat(400),
    stopsAfter: fc.option(fc.nat(4000)),
  });

  test('no window has more than its limit, nobody waits forever, and like requests keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(limitArbitrary, { minLength: 1, maxLength: 3 }),
        fc.array(requestArbitrary, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        async (settings, requests, learns) => {
          const weight = ({ path }: OutgoingRequest): number => path.length - 1;
          const limits = settings.map(({ kind, ...options }) =>
            kind === 'moving'
              ? new MovingWindowLimit({ ...options, weight })
              : new FixedWindowLimit({ ...options, weight }),
          );
          const traffic = new Traffic([...limits, ...(learns ? [new HeaderLimit()] : [])]);
          const sent = requests.map(async ({ after, path, takes, stopsAfter }, index) => {
            const own = testRun({ clock: traffic.clock });
            if (stopsAfter !== null) void traffic.clock.sleep(stopsAfter).then(() => own.abort(new Error('stop')));
            await traffic.send(String(index), path, { after, takes, context: own.context }).catch(() => {});
          });
          await traffic.clock.run(Promise.all(sent));

          const taken = traffic.admitted.map(({ name, at }) => ({ ...requests[Number(name)]!, name, at }));
          for (const { kind, requests: most, perMs, path } of settings) {
            const counted = taken.filter((one) => path.test(one.path));
            const sumBetween = (start: number, end: number): number =>
              counted.filter(({ at }) => at >= start && at < end).reduce((sum, one) => sum + one.path.length - 1, 0);
            if (kind === 'moving') {
              for (const { at } of counted) expect(sumBetween(at, at + perMs)).toBeLessThanOrEqual(most);
              continue;
            }
            let start = Number.NEGATIVE_INFINITY;
            for (const { at } of counted) {
              if (at < start + perMs) continue;
              start = at;
              expect(sumBetween(start, start + perMs)).toBeLessThanOrEqual(most);
            }
          }
          // Those that nobody stopped went, in the order in which they came.
          for (const path of ['/a', '/b', '/ab']) {
            const alike = taken.filter((one) => one.path === path).toSorted((x, y) => x.after - y.after);
            expect(alike.map(({ at }) => at)).toEqual(alike.map(({ at }) => at).toSorted((x, y) => x - y));
          }
          const patient = requests.flatMap(({ stopsAfter }, index) => (stopsAfter === null ? [String(index)] : []));
          expect(taken.map(({ name }) => name)).toEqual(expect.arrayContaining(patient));
        },
      ),
      { numRuns: 300 },
    );
  });
});
