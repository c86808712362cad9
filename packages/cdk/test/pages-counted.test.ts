import nock from 'nock';
import { afterEach, expect, test } from 'vitest';
import {
  HttpClient,
  type HttpResponse,
  HttpStream,
  JsonDecoder,
  PageNumberPaginator,
  Source,
  Stream,
} from '../src/index.ts';
import { configuredCatalog, readAll } from '../src/testing/index.ts';

const API = 'https://api.example.com';
const pages = [1500, 0, 2, 0].map((length) => Array.from({ length }, (_, nth) => ({ id: nth })));

afterEach(() => nock.cleanAll());

class Items<TSlice = undefined> extends HttpStream<{ id: number }, TSlice> {
  readonly name = 'items';
  readonly primaryKey = undefined;
  override readonly recordPath: string = 'data';
  readonly paginator = new PageNumberPaginator({ lastPage: { path: 'is_last', equals: true } });
  path = () => '/items';
  getJsonSchema = () => ({});
}

/** What the read of a stream says of its pages in the end. */
async function pagesOf(stream: Stream<any, any>): Promise<string | undefined> {
  nock(API)
    .persist()
    .get(/.*/)
    .reply((request: Request) => {
      const number = Number(new URL(request.url).searchParams.get('page'));
      return [200, { data: pages[number - 1], is_last: number === pages.length }];
    });
  class Shop extends Source {
    spec = () => ({ connectionSpecification: { type: 'object' } });
    streams = () => [stream];
  }
  const result = await readAll(new Shop(), {
    config: {},
    catalog: configuredCatalog({ [stream.name]: 'full_refresh' }),
  });
  return /pages: \d+/.exec(result.logs('INFO').at(-1) ?? '')?.[0];
}

const client = new HttpClient({ urlBase: API });
const oneByOne = {
  async *parseResponse(response: HttpResponse) {
    yield* response.records('data');
  },
};

test.each<[string, object]>([
  ['at recordPath', {}],
  ['one by one from parseResponse', oneByOne],
  ['with a decoder', { decoder: new JsonDecoder({ recordPath: 'data' }) }],
])('the pages that are told are those that the API sent, empty ones too: records %s', async (_, members) => {
  expect(await pagesOf(Object.assign(new Items(client), members))).toBe('pages: 4');
});

test("pages of a parent are not its child's", async () => {
  const parent = new Items(client);
  Object.assign(parent, { primaryKey: 'id', parseResponse: () => [{ id: 1 }], paginator: undefined });
  class Child extends Items<{ id: number }> {
    override readonly parent = parent;
  }
  expect(await pagesOf(new Child(client))).toBe('pages: 4');
});

test('of a stream that is none of an HTTP API, those that it yields', async () => {
  class Lines extends Stream<{ id: number }> {
    readonly name = 'lines';
    readonly primaryKey = 'id';
    getJsonSchema = () => ({});
    async *readPages() {
      yield [{ id: 1 }];
      yield [];
      yield [{ id: 2 }];
    }
  }
  expect(await pagesOf(new Lines())).toBe('pages: 3');
});
