// The example API as a source of exports: try it with `node packages/example-api/src/main.ts`.
import {
  AsyncJobs,
  AsyncJobStream,
  BearerAuthenticator,
  HttpClient,
  type HttpResponse,
  JsonlDecoder,
  type SliceContext,
  Source,
} from '@headwater/cdk';
import type { Config } from './types.ts';

export interface Order {
  id: number;
  updated_at: string;
}

interface Customer {
  id: number;
}

const schema = { type: 'object', properties: { id: {}, updated_at: { type: 'string', format: 'date-time' } } };

// #region orders
class Orders extends AsyncJobStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly decoder = new JsonlDecoder();
  getJsonSchema = () => schema;

  jobRequest({ state }: SliceContext<undefined, Partial<Order>>) {
    return { url: '/export-jobs', body: { json: { stream: 'orders', updated_since: state.updated_at } } };
  }
}
// #endregion

class Customers extends AsyncJobStream<Customer> {
  readonly name = 'customers';
  readonly primaryKey = 'id';
  readonly decoder = new JsonlDecoder();
  getJsonSchema = () => schema;

  jobRequest() {
    return { url: '/export-jobs', body: { json: { stream: 'customers', files: 3 } } };
  }
}

// #region own-results
/** Bodies that no decoder reads: the whole of each result goes through `parseResponse`. */
export class Prices extends AsyncJobStream<{ sku: string; price: string }> {
  readonly name = 'prices';
  readonly primaryKey = 'sku';
  getJsonSchema = () => schema;
  jobRequest = () => ({ url: '/export-jobs', body: { json: { stream: 'prices' } } });

  *parseResponse(response: HttpResponse) {
    for (const line of response.text().trim().split('\n')) {
      const [sku = '', price = ''] = line.split('|');
      yield { sku, price };
    }
  }
}
// #endregion

export class ShopExports extends Source<Config> {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  // #region source
  streams({ url, token }: Config) {
    const client = new HttpClient({ urlBase: `${url}/v1`, authenticator: new BearerAuthenticator(token) });
    const jobs = new AsyncJobs(client, {
      poll: ({ id }) => ({ url: `/export-jobs/${id}` }),
      statuses: { running: ['queued', 'running'], done: ['completed'], failed: ['failed', 'expired'] },
      reasonPath: 'error',
      results: 'files',
      cancel: ({ id }) => ({ url: `/export-jobs/${id}` }),
      maxConcurrentJobs: 2,
    });
    return [new Orders(jobs), new Customers(jobs)];
  }
  // #endregion
}

// #region elsewhere
/** Results on a host of their own, whose URLs are signed: the API's token must not go there. */
export function makePrices(jobs: AsyncJobs) {
  return new Prices(jobs, new HttpClient({ allowedHosts: ['exports.files.example.com'] }));
}
// #endregion
