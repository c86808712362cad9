import schema from '../../schemas/customers.json' with { type: 'json' };
import { ApiStream } from '../api-stream.paging-token.ts';
import type { Customer } from '../generated/customers.ts';

/** Full refresh: every read gives all customers. */
export class Customers extends ApiStream<Customer> {
  readonly name = 'customers';
  readonly primaryKey = 'id';

  getJsonSchema() {
    return schema;
  }

  path() {
    return '/customers';
  }
}
