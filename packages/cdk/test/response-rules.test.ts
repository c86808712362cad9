// What an author's rules change, over the real example API: by the client, and through a whole read.
import { type ExampleApi, type ExampleApiOptions, type Fault, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  BearerAuthenticator,
  CursorPaginator,
  HttpClient,
  type HttpClientOptions,
  HttpError,
  HttpStream,
  LinkHeaderPaginator,
  type PageContext,
  type ResponseRule,
  Source,
} from '../src/index.ts';
import { configuredCatalog, readAll, type ReadResult, TestClock } from '../src/testing/index.ts';
import { rejectionOf, testRun } from './run-context.ts';

async function useApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const api = await startExampleApi({ size: 5, ...options });
  onTestFinished(() => api.close());
  return api;
}

/** An API whose next answer has this fault. */
async function useFault(fault: Fault, times = 1): Promise<ExampleApi> {
  return useApi({ faults: [{ fault, times }] });
}

function clientOf(api: ExampleApi, options: HttpClientOptions): HttpClient {
  return new HttpClient({ urlBase: `${api.url}/v1`, authenticator: new BearerAuthenticator(api.token), ...options });
}

const statuses = (api: ExampleApi): number[] => api.requests.map(({ status }) => status);

describe('H5: the rules of a client', () => {
  test('retry: a status that is not retried by default', async () => {
    const api = await useFault({ kind: 'status', status: 409 }, 2);
    const run = testRun();
    const client = clientOf(api, { responseRules: [{ status: [409, 425], action: 'retry' }] });
    const response = await client.request({ url: 'orders' }, run.context);
    expect([response.status, statuses(api), run.clock.waits]).toEqual([200, [409, 409, 200], [1000, 2000]]);
    expect(run.rateLimits).toEqual([]);
  });

  test('retry: an error in a 200', async () => {
    const api = await useFault({ kind: 'status', status: 200, body: { ok: false, error: 'try again' } });
    const run = testRun();
    const client = clientOf(api, { responseRules: [{ body: { path: 'ok', equals: false }, action: 'retry' }] });
    const response = await client.request({ url: 'orders' }, run.context);
    expect([response.records('data').length, run.clock.waits]).toEqual([5, [1000]]);
    expect(run.logs[1]).toBe(
      `warn: Request failed although its status is 200 OK: GET ${api.url}/v1/orders. The API says: "try again". Waiting 1 s, then try 2 of 6`,
    );
  });

  test('rate-limited: a 403 that is a used-up quota waits for its reset', async () => {
    const headers = { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '7' };
    const api = await useFault({ kind: 'status', status: 403, headers });
    const run = testRun();
    const rule: ResponseRule = { status: 403, headers: { 'X-RateLimit-Remaining': '0' }, action: 'rate-limited' };
    const startedAt = run.clock.now();
    await clientOf(api, { responseRules: [rule] }).request({ url: 'orders' }, run.context);
    expect([statuses(api), run.clock.waits, run.rateLimits]).toEqual([[403, 200], [7000], [startedAt + 7000]]);
    expect(run.logs[1]).not.toContain('Check that the credentials');
  });

  test('refresh: a status of its own for a token that is over', async () => {
    const api = await useFault({ kind: 'status', status: 418 });
    const run = testRun();
    let renewed = 0;
    const authenticator = {
      credentials: () => ({ headers: { authorization: `Bearer ${api.token}` }, secrets: [] }),
      refresh: async () => void renewed++,
    };
    const client = clientOf(api, { authenticator, responseRules: [{ status: 418, action: 'refresh' }] });
    expect((await client.request({ url: 'orders' }, run.context)).status).toBe(200);
    expect([renewed, statuses(api), run.clock.waits]).toEqual([1, [418, 200], []]);
  });

  test('refresh, where nothing can be renewed: a config_error', async () => {
    const api = await useFault({ kind: 'status', status: 418 });
    const client = clientOf(api, { responseRules: [{ status: 418, action: 'refresh', message: 'Connect again' }] });
    const error = await rejectionOf(client.request({ url: 'orders' }, testRun().context));
    expect([error.failureType, error.message.endsWith('. Connect again'), statuses(api)]).toEqual([
      'config_error',
      true,
      [418],
    ]);
  });

  test('success: a status of failure whose body is good', async () => {
    const api = await useFault({ kind: 'status', status: 404, body: { data: [] } });
    const client = clientOf(api, { responseRules: [{ status: 404, action: 'success' }] });
    expect((await client.request({ url: 'orders' }, testRun().context)).records('data')).toEqual([]);
  });

  test('ignore: a response without records, said in one line with what the API and the rule say', async () => {
    const api = await useFault({ kind: 'status', status: 404 });
    const run = testRun();
    const client = clientOf(api, { responseRules: [{ status: 404, action: 'ignore', message: 'It was deleted' }] });
    const response = await client.request({ url: 'orders', params: { limit: 1 } }, run.context);
    expect([response.isIgnored, response.status, response.records('data'), response.records()]).toEqual([
      true,
      404,
      [],
      [],
    ]);
    expect(run.logs.filter((line) => !line.startsWith('debug'))).toEqual([
      `info: The source takes a response for an empty list: GET ${api.url}/v1/orders: status 404 Not Found. The API says: "Not Found". It was deleted`,
    ]);
  });

  test('skip: an error that nobody takes for a failure of the request', async () => {
    const api = await useFault({
      kind: 'status',
      status: 403,
      body: { code: 'DISABLED', message: 'Account disabled' },
    });
    const client = clientOf(api, { responseRules: [{ status: 403, action: 'skip', message: 'Ask its owner' }] });
    const error = await rejectionOf(client.request({ url: 'orders', params: { limit: 1 } }, testRun().context));
    expect(error).not.toBeInstanceOf(HttpError);
    expect(error.message).toBe(
      `GET ${api.url}/v1/orders: status 403 Forbidden. The API says: "Account disabled". Ask its owner`,
    );
    expect(statuses(api)).toEqual([403]);
  });

  test('H4: fail: with a text and a failure type, beside method, URL without query, and status', async () => {
    const api = await useFault({ kind: 'status', status: 200, body: { ok: false, error: 'plan' } });
    const rule: ResponseRule = {
      body: { path: 'error', equals: 'plan' },
      action: 'fail',
      failureType: 'config_error',
      message: 'The plan of this account has no API access',
    };
    const client = clientOf(api, { responseRules: [rule] });
    const error = await rejectionOf(client.request({ url: 'orders?api_key=k3y' }, testRun().context));
    expect(error).toBeInstanceOf(HttpError);
    expect([error.message, error.failureType, error.status]).toEqual([
      `Request failed although its status is 200 OK: GET ${api.url}/v1/orders. The API says: "plan". The plan of this account has no API access`,
      'config_error',
      200,
    ]);
  });

  test('fail: what would be tried again is not', async () => {
    const api = await useFault({ kind: 'status', status: 503, body: 'Maintenance until Monday' }, Infinity);
    const run = testRun();
    const when = (response: { text: () => string }): boolean => response.text().startsWith('Maintenance');
    const client = clientOf(api, { responseRules: [{ status: '5xx', when, action: 'fail' }] });
    const error = await rejectionOf(client.request({ url: 'orders' }, run.context));
    expect([error.failureType, statuses(api), run.clock.waits]).toEqual(['transient_error', [503], []]);
  });

  test('the text of a rule is said when the tries are used up', async () => {
    const api = await useFault({ kind: 'status', status: 409 }, Infinity);
    const rule: ResponseRule = { status: 409, action: 'retry', message: 'An export is still being made' };
    const client = clientOf(api, { responseRules: [rule], retry: { maxRetries: 1 } });
    const error = await rejectionOf(client.request({ url: 'orders' }, testRun().context));
    expect(error.message).toBe(
      `Request failed with status code 409 Conflict: GET ${api.url}/v1/orders (2 tries). The API says: "Conflict". An export is still being made`,
    );
  });

  test('a rule for one method and path leaves the others alone', async () => {
    const api = await useFault({ kind: 'status', status: 404 }, Infinity);
    const client = clientOf(api, {
      responseRules: [{ status: 404, method: 'GET', path: '/orders', action: 'ignore' }],
    });
    const { context } = testRun();
    expect((await client.request({ url: '/orders/7/events' }, context)).isIgnored).toBe(true);
    expect((await client.request({ url: `${api.url}/v1/orders` }, context)).isIgnored).toBe(true);
    await expect(client.request({ url: '/products' }, context)).rejects.toThrow('404');
  });

  test('those of a request are asked first', async () => {
    const api = await useFault({ kind: 'status', status: 404 });
    const client = clientOf(api, { responseRules: [{ status: 404, action: 'fail' }] });
    const responseRules: ResponseRule[] = [{ status: 404, action: 'ignore' }];
    expect((await client.request({ url: 'orders', responseRules }, testRun().context)).isIgnored).toBe(true);
  });

  test('one without a condition is refused when the client is made', () => {
    expect(() => new HttpClient({ responseRules: [{ action: 'ignore' }] })).toThrow('has no condition');
  });
});

describe('H5: the rules of a stream', () => {
  abstract class ShopStream<TRecord extends object, TSlice = undefined> extends HttpStream<TRecord, TSlice> {
    readonly primaryKey: any = 'id';
    getJsonSchema() {
      return { type: 'object', properties: { id: { type: 'integer' } } };
    }
  }

  class Orders extends ShopStream<{ id: number }> {
    readonly name: string = 'orders';
    readonly recordPath = 'data';
    readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 2 });
    path() {
      return '/orders';
    }
  }

  class Events extends ShopStream<{ id: number }, { id: number }> {
    readonly name = 'events';
    readonly paginator = new LinkHeaderPaginator({ pageSize: 100 });
    readonly parent = new Orders(this.client);
    readonly responseRules = [{ status: 404, action: 'ignore' }] as const;
    path({ slice }: PageContext<{ id: number }, { id: number }>) {
      return `/orders/${slice.id}/events`;
    }
  }

  class Checked extends Orders {
    override readonly name = 'checked';
    readonly responseRules = [{ status: 404, action: 'fail', message: 'There are no orders' }] as const;
  }

  class Wrong extends Orders {
    override readonly name = 'wrong';
    readonly responseRules = [{ action: 'ignore' }] as const;
  }

  async function read(api: ExampleApi, stream: string, rules: readonly ResponseRule[] = []): Promise<ReadResult> {
    class Shop extends Source {
      spec() {
        return { connectionSpecification: { type: 'object' } };
      }

      streams() {
        const client = clientOf(api, { responseRules: rules });
        return [new Orders(client), new Events(client), new Checked(client), new Wrong(client)];
      }
    }
    return readAll(new Shop(), {
      config: {},
      catalog: configuredCatalog({ [stream]: 'full_refresh' }),
      clock: new TestClock(),
    });
  }

  test('an ignored response yields no records, and the parents after it are read', async () => {
    const api = await useApi({ faults: [{ path: /\/2\/events$/, fault: { kind: 'status', status: 404 } }] });
    const result = await read(api, 'events');
    const ids = result.records<{ order_id: number }>('events').map(({ order_id: id }) => id);
    expect([result.succeeded, result.errors]).toEqual([true, []]);
    expect(new Set(ids)).toEqual(new Set(eventfulOrders(api).filter((id) => id !== 2)));
    expect(result.logs('INFO').filter((line) => line.includes('empty list'))).toEqual([
      `Stream "events", slice {"id":2} takes a response for an empty list: GET ${api.url}/v1/orders/2/events: status 404 Not Found. The API says: "Not Found"`,
    ]);
    expect(result.logs('WARN')).toEqual([]);
  });

  test('a skipped partition fails nobody, and the parents after it are read', async () => {
    const api = await useApi({ faults: [{ path: /\/2\/events$/, fault: { kind: 'status', status: 403 } }] });
    const result = await read(api, 'events', [{ status: 403, action: 'skip' }]);
    const ids = result.records<{ order_id: number }>('events').map(({ order_id: id }) => id);
    expect([result.succeeded, result.errors, result.statuses('events').at(-1)]).toEqual([true, [], 'COMPLETE']);
    expect(new Set(ids)).toEqual(new Set(eventfulOrders(api).filter((id) => id !== 2)));
    expect(result.logs('WARN')).toEqual([
      `Stream "events", slice {"id":2} is left out from here on, and tried again in the next read: GET ${api.url}/v1/orders/2/events: status 403 Forbidden. The API says: "Forbidden"`,
    ]);
  });

  test('an ignored page ends the list after the records before it, which is said in a warning', async () => {
    const api = await useApi({ faults: [{ from: 2, fault: { kind: 'status', status: 404 } }] });
    const result = await read(api, 'orders', [{ status: 404, action: 'ignore' }]);
    expect([result.succeeded, result.records('orders').length, api.requests.length]).toEqual([true, 2, 2]);
    expect(result.logs('WARN')).toEqual([
      `Stream "orders" ends before page 2, which a response rule ignores: GET ${api.url}/v1/orders (page 2): status 404 Not Found. The API says: "Not Found"`,
    ]);
  });

  test('they are asked before those of the client', async () => {
    const api = await useFault({ kind: 'status', status: 404 });
    const result = await read(api, 'checked', [{ status: 404, action: 'ignore' }]);
    expect(result.errors.map(({ message }) => message)).toEqual([
      `Request failed with status code 404 Not Found: GET ${api.url}/v1/orders. The API says: "Not Found". There are no orders`,
    ]);
  });

  test('one without a condition fails the stream', async () => {
    const result = await read(await useApi(), 'wrong');
    expect(result.errors[0]?.message).toContain('responseRules[0] has no condition');
  });

  /** The orders that have events. */
  function eventfulOrders(api: ExampleApi): number[] {
    const { orders, orderEvents } = api.shop;
    return [0, 1, 2, 3, 4].filter((index) => orderEvents.count(index) > 0).map((index) => orders.record(index).id);
  }
});
