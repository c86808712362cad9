// What generated types must and must not let pass: checked by `pnpm types`, which fails on an unused @ts-expect-error too.
import { type HttpResponse, HttpStream, type PageContext } from '@headwater/cdk';
import type { Customer } from '../src/generated/customers.ts';
import type { Order } from '../src/generated/orders.ts';

interface Year {
  readonly year: number;
}

export class Orders extends HttpStream<Order, Year, { updated_at?: string }> {
  readonly name = 'orders';
  readonly primaryKey = 'id';

  getJsonSchema() {
    return { type: 'object' };
  }

  path({ slice, state }: PageContext<Order, Year, { updated_at?: string }>) {
    // @ts-expect-error A typo in a slice.
    const typo: unknown = slice.yaer;
    // @ts-expect-error A typo in a state.
    return [`/orders/${slice.year}`, typo, state.updatedAt].join('/');
  }

  /** The response leaves out what the request said. */
  *parseResponse(response: HttpResponse) {
    for (const order of response.records<Omit<Order, 'currency'>>('data')) {
      // @ts-expect-error A field that was left out.
      const currency: unknown = order.currency;
      yield { ...order, currency: String(currency) };
    }
  }
}

/** The state is of the record's own fields, as generated. */
export function since({ state, slice }: PageContext<Customer>): unknown {
  const none: undefined = slice;
  // @ts-expect-error A typo in a state.
  return none ?? state.craeted_at ?? state.created_at;
}
