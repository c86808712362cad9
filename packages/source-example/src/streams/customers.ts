import { HttpStream, PageNumberPaginator } from '@headwater/cdk';
import schema from '../../schemas/customers.json' with { type: 'json' };
import type { Customer } from '../generated/customers.ts';

/** Full refresh, by page number. */
export class Customers extends HttpStream<Customer> {
  readonly name = 'customers';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new PageNumberPaginator({ pageSize: 100, lastPage: 'short' });

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/customers';
  }
}
