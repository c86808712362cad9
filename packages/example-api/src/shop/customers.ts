import { createDraw, pick } from './draw.ts';
import { isoTime } from './iso-time.ts';
import { addresses, familyNames, givenNames, tags } from './pools.ts';
import type { Address } from './pools.ts';
import { seriesOf } from './series.ts';
import type { Series } from './series.ts';
import type { Timeline } from './timeline.ts';

/** A record of `GET /v1/customers`. */
export interface Customer {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly address: Address;
  readonly tags: readonly string[];
  readonly created_at: string;
}

/** The customers of a shop; the customer at index `i` has the id `i + 1`. */
export function createCustomers(seed: number, timeline: Timeline): Series<Customer> {
  const draw = createDraw(seed, 'customers');
  return seriesOf((index) => {
    const random = draw(index);
    const firstTag = draw(index, 1);
    return {
      id: index + 1,
      name: `${pick(givenNames, random)} ${pick(familyNames, random >>> 8)}`,
      email: `customer.${index + 1}@shop.example`,
      phone: random % 3 === 0 ? null : `+44 20 7946 ${String(random % 10_000).padStart(4, '0')}`,
      address: pick(addresses, random >>> 4),
      tags: Array.from({ length: random % 4 }, (_, nth) => pick(tags, firstTag + nth)),
      created_at: isoTime(timeline.secondAt(index)),
    };
  });
}
