import type { PageContext } from '@headwater/cdk';
import schema from '../../schemas/notes.json' with { type: 'json' };
import { ApiStream } from '../api-stream.paging-token.ts';
import type { Customer } from '../generated/customers.ts';
import type { Note } from '../generated/notes.ts';
import { Customers } from './customers.ts';

/** A child stream: reads the notes of every customer. */
export class Notes extends ApiStream<Note, Customer> {
  readonly name = 'notes';
  readonly primaryKey = 'id';
  readonly parent = new Customers(this.client);

  getJsonSchema() {
    return schema;
  }

  path({ slice: customer }: PageContext<Note, Customer>) {
    return `/customers/${customer.id}/notes`;
  }
}
