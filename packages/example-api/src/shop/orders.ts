import { decimalText } from './decimal.ts';
import { createDraw, pick } from './draw.ts';
import { isoTime } from './iso-time.ts';
import { addresses, currencies, notes } from './pools.ts';
import type { Address } from './pools.ts';
import { productId } from './products.ts';
import type { Products } from './products.ts';
import type { Series } from './series.ts';
import { FIRST_SECOND } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** A line of an order. */
export interface OrderLine {
  readonly product_id: string;
  readonly quantity: number;
  /** In units of the order's currency, with at most two decimals. */
  readonly unit_price: number;
}

/** A record of `GET /v1/orders`. Times are in UTC, in whole seconds. */
export interface Order {
  readonly id: number;
  readonly customer_id: number;
  readonly status: string;
  readonly currency: string;
  /** The sum of quantity × unit price over the lines. */
  readonly total: number;
  readonly lines: readonly OrderLine[];
  readonly shipping_address: Address | null;
  readonly note: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The orders of a shop by `updated_at`, then by id, and when each was made and changed. */
export interface Orders extends Series<Order> {
  /** Seconds since the Unix epoch; never after `updatedSecond`. */
  readonly createdSecond: (index: number) => number;
  /** Seconds since the Unix epoch; never falls as the index rises. */
  readonly updatedSecond: (index: number) => number;
}

const MOST_LINES = 4;
const MOST_PIECES = 3;
const BEST_SELLERS = 1024;

const statuses = ['pending', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'refunded'];
const shippingAddresses: readonly (Address | null)[] = addresses.map((address, n) => (n % 9 === 8 ? null : address));

const shippingTexts = shippingAddresses.map((address) => `],"shipping_address":${JSON.stringify(address)},"note":`);
const noteTexts = notes.map((note) => `${JSON.stringify(note)},"created_at":"`);
const statusTexts = statuses.map((status) => `,"status":"${status}","currency":"`);
const currencyTexts = currencies.map((currency) => `${currency}","total":`);

/**
 * The orders of a shop of `size` records per stream; the order at index `i` has the id `i + 1`.
 *
 * Text is joined from fragments that were stringified once, several times faster than stringifying each record.
 */
export function createOrders(seed: number, size: number, products: Products, timeline: Timeline): Orders {
  const draw = createDraw(seed, 'orders');
  const sold = Math.min(size, BEST_SELLERS);
  const cents = Int32Array.from({ length: sold }, (_, product) => products.cents(product));
  const lineTexts = Array.from({ length: sold * MOST_PIECES }, (_, slot) => {
    const product = Math.floor(slot / MOST_PIECES);
    const price = decimalText(cents[product] as number);
    return `{"product_id":"${productId(product)}","quantity":${(slot % MOST_PIECES) + 1},"unit_price":${price}}`;
  });

  const lineCount = (random: number): number => 1 + (random % MOST_LINES);
  // A slot stands for a product and a quantity of it.
  const lineSlot = (index: number, line: number): number => draw(index, 3 + line) % lineTexts.length;
  const slotQuantity = (slot: number): number => (slot % MOST_PIECES) + 1;
  const slotCents = (slot: number): number => cents[Math.floor(slot / MOST_PIECES)] as number;
  const customerId = (index: number): number => 1 + (draw(index, 1) % size);
  const updatedSecond = (index: number): number => timeline.secondAt(index);
  const createdSecond = (index: number): number =>
    Math.max(FIRST_SECOND, updatedSecond(index) - (draw(index, 2) % 400_000));

  const text = (index: number): string => {
    const random = draw(index);
    let total = 0;
    let lines = '';
    for (let line = 0, count = lineCount(random); line < count; line++) {
      const slot = lineSlot(index, line);
      total += slotCents(slot) * slotQuantity(slot);
      lines += line === 0 ? lineTexts[slot] : `,${lineTexts[slot]}`;
    }
    return (
      `{"id":${index + 1},"customer_id":${customerId(index)}${pick(statusTexts, random >>> 2)}` +
      `${pick(currencyTexts, random >>> 5)}${decimalText(total)},"lines":[${lines}` +
      `${pick(shippingTexts, random >>> 7)}${pick(noteTexts, random >>> 13)}` +
      `${isoTime(createdSecond(index))}","updated_at":"${isoTime(updatedSecond(index))}"}`
    );
  };

  const record = (index: number): Order => {
    const random = draw(index);
    const slots = Array.from({ length: lineCount(random) }, (_, line) => lineSlot(index, line));
    return {
      id: index + 1,
      customer_id: customerId(index),
      status: pick(statuses, random >>> 2),
      currency: pick(currencies, random >>> 5),
      total: slots.reduce((sum, slot) => sum + slotCents(slot) * slotQuantity(slot), 0) / 100,
      lines: slots.map((slot) => ({
        product_id: productId(Math.floor(slot / MOST_PIECES)),
        quantity: slotQuantity(slot),
        unit_price: slotCents(slot) / 100,
      })),
      shipping_address: pick(shippingAddresses, random >>> 7),
      note: pick(notes, random >>> 13),
      created_at: isoTime(createdSecond(index)),
      updated_at: isoTime(updatedSecond(index)),
    };
  };

  return { text, record, createdSecond, updatedSecond };
}
