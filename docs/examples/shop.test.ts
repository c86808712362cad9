import {
  HttpClient,
  HttpStream,
  type InputState,
  type PageContext,
  PageNumberPaginator,
  type RecordOrder,
  Source,
} from '@headwater/cdk';
import { configuredCatalog, inputState, readAll, type ReadAllOptions, TestClock } from '@headwater/cdk/testing';
import { describe, expect, test } from 'vitest';
import { type ListApiOptions, startListApi } from './list-api.ts';
import { type Config, type Row, Shop } from './shop.ts';

const NOW = '2026-03-10T12:00:00Z';

const at = (day: number, time = '08:00:00'): string => `2026-03-${String(day).padStart(2, '0')}T${time}Z`;
const row = (id: number, day: number): Row => ({ id, updated_at: at(day) });
/** The fourth and the fifth share their time. */
const rows: readonly Row[] = [row(1, 1), row(2, 2), row(3, 3), row(4, 4), row(5, 4)];

/** An API that filters as its path's stream says, by a clock that stands at NOW. */
function startShopApi(list: readonly Row[] = rows, options: ListApiOptions = {}) {
  return startListApi(
    ({ pathname, searchParams }) => {
      const since = searchParams.get('changed_since') ?? searchParams.get('from') ?? '';
      const after = searchParams.get('changed_after') ?? '';
      const until = searchParams.get('to') ?? '~';
      const found = list.filter(
        ({ updated_at: value }) => value >= since && (after === '' || value > after) && value <= until,
      );
      return pathname === '/activity' ? found.toReversed() : found;
    },
    { now: () => Date.parse(NOW), ...options },
  );
}

async function readStream(
  url: string,
  stream: string,
  state?: Record<string, unknown>,
  options: Partial<ReadAllOptions<Config>> = {},
) {
  const result = await readAll(new Shop(), {
    config: { url, start_date: '2026-02-01' },
    catalog: configuredCatalog({ [stream]: 'incremental' }),
    clock: new TestClock(NOW),
    ...(state === undefined ? {} : { state: inputState({ [stream]: state as never }) }),
    ...options,
  });
  return { result, ids: result.records(stream).map(({ id }) => id), states: result.states(stream) };
}

// #region test-incremental
test('the next read asks for what is new', async () => {
  const api = await startShopApi();
  const read = (state: InputState) =>
    readAll(new Shop(), {
      config: { url: api.url, start_date: '2026-02-01' },
      catalog: configuredCatalog({ orders: 'incremental' }),
      clock: new TestClock('2026-03-10T12:00:00Z'),
      state,
    });

  const first = await read(inputState({}));
  const second = await read(first.state);

  expect(first.states('orders').at(-1)).toEqual({ updated_at: '2026-03-04T08:00:00Z' });
  expect(api.requests.at(-1)).toBe('/orders?changed_since=2026-03-04T08:00:00Z');
  // Both records of the highest time come again.
  expect(second.records('orders').map(({ id }) => id)).toEqual([4, 5]);
});
// #endregion

describe('in no order', () => {
  test('the state moves when the stream is complete', async () => {
    const api = await startShopApi(rows.toReversed());
    const { ids, states } = await readStream(api.url, 'orders');
    expect([ids, states]).toEqual([[5, 4, 3, 2, 1], [{ updated_at: at(4) }]]);
    const next = await readStream(api.url, 'orders', states.at(-1));
    expect([next.ids, api.requests.at(-1)]).toEqual([[5, 4], `/orders?changed_since=${at(4)}`]);
  });

  test('what changed after the read began is printed, and comes again', async () => {
    const changed = { id: 1, updated_at: at(10, '12:00:05') };
    const api = await startShopApi([...rows, changed]);
    const clock = new TestClock(NOW);
    const tenSeconds = () => clock.sleep(10_000);
    const { result, ids, states } = await readStream(api.url, 'orders', undefined, { clock, onMessage: tenSeconds });
    expect([ids.at(-1), states.at(-1), result.logs('WARN')]).toEqual([1, { updated_at: at(4) }, []]);
  });

  test.each([
    ['an hour behind', -3_600_000],
    ['an hour ahead', 3_600_000],
  ])('when that was, the clock of the API says, which is %s', async (_, skew) => {
    const now = Date.parse(NOW) + skew;
    const before = { id: 1, updated_at: new Date(now).toISOString() };
    const after = { id: 2, updated_at: new Date(now + 5000).toISOString() };
    const api = await startShopApi([before, after], { now: () => now });
    const { ids, states } = await readStream(api.url, 'orders');
    expect([ids, states]).toEqual([[1, 2], [{ updated_at: before.updated_at }]]);
  });
});

test('a state of an earlier version becomes one of the present', async () => {
  const api = await startShopApi();
  const { ids } = await readStream(api.url, 'products', { last_change: at(4) });
  expect([ids, api.requests]).toEqual([[4, 5], [`/products?changed_since=${at(4)}`]]);
});

test('a config of an earlier version becomes one of the present, which the platform is told', async () => {
  const api = await startShopApi();
  const config = { url: api.url, since: '2026-02-01' };
  const { result } = await readStream(api.url, 'payments', undefined, { config: config as unknown as Config });
  expect(api.requests[0]).toContain('from=2026-02-01T00:00:00Z');
  expect(result.messages.filter(({ type }) => type === 'CONTROL')).toMatchObject([
    { control: { connectorConfig: { config: { url: api.url, start_date: '2026-02-01' } } } },
  ]);
});

test('with an exclusive filter the state stays one value behind, so that no record of the highest is lost', async () => {
  const list = rows.slice(0, 4);
  const api = await startShopApi(list);
  const first = await readStream(api.url, 'prices');
  expect(first.states.at(-1)).toEqual({ updated_at: at(3) });
  list.push(row(5, 4));
  const next = await readStream(api.url, 'prices', first.states.at(-1));
  expect([next.ids, api.requests.at(-1)]).toEqual([[4, 5], `/prices?changed_after=${at(3)}`]);
});

describe('in windows', () => {
  const february = '/payments?from=2026-02-01T00:00:00Z&to=2026-02-28T23:59:59Z';
  const march = `/payments?from=2026-03-01T00:00:00Z&to=${NOW}`;

  test('each is asked for by itself, and the next read looks two days back', async () => {
    const api = await startShopApi(rows.slice(0, 2));
    const { states } = await readStream(api.url, 'payments');
    expect(api.requests).toEqual([february, march]);
    expect(states.at(-1)).toEqual({ updated_at: at(2) });
    api.requests.length = 0;
    await readStream(api.url, 'payments', states.at(-1));
    expect(api.requests).toEqual([`/payments?from=2026-02-28T08:00:00Z&to=${NOW}`]);
  });

  test('one that failed is a gap in the state, which the next read asks for', async () => {
    let isBroken = true;
    const api = await startListApi(({ searchParams }) =>
      isBroken && searchParams.get('from')?.startsWith('2026-02') === true ? undefined : rows.slice(0, 1),
    );
    const { result, states } = await readStream(api.url, 'payments', undefined, { concurrency: 2 });
    expect(result.succeeded).toBe(false);
    expect(states.at(-1)).toEqual({
      state_type: 'date-range',
      slices: [{ start: '2026-03-01T00:00:00Z', end: at(1) }],
    });
    isBroken = false;
    api.requests.length = 0;
    await readStream(api.url, 'payments', states.at(-1));
    expect(api.requests).toEqual([
      '/payments?from=2026-02-01T00:00:00Z&to=2026-02-28T23:59:59Z',
      `/payments?from=2026-03-01T00:00:00Z&to=${NOW}`,
    ]);
  });
});

test('times as numbers are moments, in requests and in the state', async () => {
  const visit = (id: number, day: number) => ({ id, updated: Date.parse(at(day)) / 1000 });
  const api = await startListApi(() => [visit(1, 1), visit(2, 2)], { now: () => Date.parse(NOW) });
  const { result, states } = await readStream(api.url, 'visits');
  expect([states, result.logs('WARN')]).toEqual([[{ updated: 1_772_438_400 }], []]);
  await readStream(api.url, 'visits', { updated: '1772438400' });
  expect(api.requests).toEqual(['/visits?since=1769904000', '/visits?since=1772438400']);
});

describe('newest first, without a filter', () => {
  test('ends at the first page that has only what was read before', async () => {
    const list = Array.from({ length: 20 }, (_, index) => row(index + 1, 1 + Math.floor(index / 4)));
    const api = await startShopApi(list);
    const { ids, states } = await readStream(api.url, 'activity', { updated_at: at(5) });
    expect([ids, states]).toEqual([[20, 19, 18, 17], [{ updated_at: at(5) }]]);
    // The fourth page was under way when the third turned out to be the last.
    expect(api.requests.length).toBeLessThanOrEqual(4);
  });
});

test('without filter and order all is asked for, and only what is new is printed', async () => {
  const api = await startShopApi(rows.toReversed());
  const { result, ids, states } = await readStream(api.url, 'contacts', { updated_at: at(3) });
  expect([ids, states.at(-1), api.requests.length]).toEqual([[5, 4, 3], { updated_at: at(4) }, 3]);
  expect(
    result.messages.flatMap((message) =>
      message.type === 'TRACE' && message.trace.type === 'ESTIMATE' ? [message.trace.estimate] : [],
    ),
  ).toEqual([{ name: 'contacts', type: 'STREAM', row_estimate: 5 }]);
});

describe('what goes wrong', () => {
  test('an order that is broken is said, and the state waits for the end', async () => {
    const api = await startShopApi([row(1, 1), row(2, 4), row(3, 2), row(4, 3), row(5, 5)]);
    const { result, states } = await readStream(api.url, 'prices');
    expect(states).toEqual([{ updated_at: at(1) }, {}, { updated_at: at(4) }]);
    expect(result.logs('WARN')).toEqual([
      `Stream "prices" declares its records ascending by "updated_at", but "${at(2)}" came after "${at(4)}": no state is kept ` +
        "before the stream ends. Declare recordOrder 'unsorted'.",
    ]);
  });

  test('a value in the future is printed, said, and claims nothing', async () => {
    const api = await startShopApi([...rows, { id: 6, updated_at: '2031-01-01T00:00:00Z' }]);
    const { result, ids, states } = await readStream(api.url, 'orders');
    expect([ids, states.at(-1)]).toEqual([[1, 2, 3, 4, 5, 6], { updated_at: at(4) }]);
    expect(result.logs('WARN')).toEqual([
      'A record of stream "orders" was kept, but its cursor field "updated_at" is in the future: "2031-01-01T00:00:00Z". ' +
        'State does not move by such records.',
    ]);
  });

  /** A list with page numbers, in which the oldest record changes when its first page is read. */
  class Tasks extends HttpStream<Row> {
    readonly name = 'tasks';
    readonly primaryKey = 'id';
    readonly cursorField = 'updated_at';
    readonly recordOrder: RecordOrder;
    readonly recordPath = 'data';
    readonly paginator = new PageNumberPaginator();

    constructor(client: HttpClient, recordOrder: RecordOrder) {
      super(client);
      this.recordOrder = recordOrder;
    }

    path = () => '/tasks';
    requestParams = ({ state }: PageContext<Row>) => ({ changed_since: state.updated_at });
    getJsonSchema = () => ({ properties: { updated_at: { type: 'string', format: 'date-time' } } });
  }

  test.each<[RecordOrder, number[]]>([
    ['ascending', [1, 2, 4, 5]],
    ['descending', [1, 2, 3, 4, 5]],
  ])('page numbers, of records in %s order that change meanwhile, give %j', async (order, expected) => {
    const list = rows.map((entry) => ({ ...entry }));
    const api = await startListApi(
      ({ searchParams }) => {
        if (searchParams.get('page') === '2' && api.requests.length < 3) list[0]!.updated_at = at(5);
        const since = searchParams.get('changed_since') ?? '';
        const sorted = list.toSorted((a, b) =>
          a.updated_at < b.updated_at ? -1 : a.updated_at > b.updated_at ? 1 : 0,
        );
        const found = sorted.filter(({ updated_at: value }) => value >= since);
        return order === 'ascending' ? found : found.toReversed();
      },
      { now: () => Date.parse(NOW) },
    );
    class OneStream extends Source {
      spec = () => ({ connectionSpecification: { type: 'object', properties: {} } });
      streams = () => [new Tasks(new HttpClient({ urlBase: api.url }), order)];
    }
    const read = (state = inputState({})) =>
      readAll(new OneStream(), {
        config: {},
        catalog: configuredCatalog({ tasks: 'incremental' }),
        state,
        clock: new TestClock(NOW),
      });
    const first = await read();
    const second = await read(first.state);
    const ids = new Set([...first.records<Row>(), ...second.records<Row>()].map(({ id }) => id));
    expect([...ids].toSorted((a, b) => a - b)).toEqual(expected);
  });
});
