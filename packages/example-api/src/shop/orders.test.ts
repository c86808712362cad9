import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createShop } from './shop.ts';

const LARGE = 1_000_000;
const { orders, products } = createShop(1, LARGE);
const sample = Array.from({ length: 1_000 }, (_, step) => orders.record(step * 997));

test('writes the text that stringifying the record gives', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: LARGE }), fc.nat(), (seed, size, random) => {
      const shop = createShop(seed, size);
      const index = random % size;
      expect(shop.orders.text(index)).toBe(JSON.stringify(shop.orders.record(index)));
    }),
    { numRuns: 40 },
  );
  for (let index = 0; index < 2_000; index++) {
    expect(orders.text(index)).toBe(JSON.stringify(orders.record(index)));
  }
});

test('has the documented fields', () => {
  const address = {
    street: expect.any(String),
    city: expect.any(String),
    region: expect.toSatisfy(isTextOrNull),
    postal_code: expect.toSatisfy(isTextOrNull),
    country: expect.stringMatching(/^[A-Z]{2}$/),
    geo: expect.toSatisfy((geo: unknown) => geo === null || typeof geo === 'object'),
  };
  const time = expect.stringMatching(/^202[45]-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  for (let index = 0; index < 200; index++) {
    const order = JSON.parse(orders.text(index)) as { lines: unknown[]; shipping_address: unknown };
    expect(order).toStrictEqual({
      id: index + 1,
      customer_id: expect.any(Number),
      status: expect.stringMatching(/^(pending|paid|packed|shipped|delivered|cancelled|refunded)$/),
      currency: expect.stringMatching(/^[A-Z]{3}$/),
      total: expect.any(Number),
      lines: order.lines.map(() => ({
        product_id: expect.stringMatching(/^SKU-\d{6}$/),
        quantity: expect.any(Number),
        unit_price: expect.any(Number),
      })),
      shipping_address: order.shipping_address === null ? null : address,
      note: expect.toSatisfy(isTextOrNull),
      created_at: time,
      updated_at: time,
    });
  }
});

test('averages about 500 bytes', () => {
  let bytes = 0;
  for (let index = 0; index < 5_000; index++) bytes += Buffer.byteLength(orders.text(index));
  expect(bytes / 5_000).toBeGreaterThan(450);
  expect(bytes / 5_000).toBeLessThan(550);
});

test('adds up: the total is that of the lines, at the prices of the products', () => {
  for (const order of sample) {
    const cents = order.lines.map((line) => Math.round(line.unit_price * 100) * line.quantity);
    expect(Math.round(order.total * 100)).toBe(cents.reduce((sum, value) => sum + value));
    for (const line of order.lines) {
      expect(line.unit_price).toBe(products.record(Number(line.product_id.slice(4)) - 1).price);
    }
  }
});

test('refers to customers and products of the shop, however small it is', () => {
  const small = createShop(3, 2);
  for (const order of [small.orders.record(0), small.orders.record(1)]) {
    expect([1, 2]).toContain(order.customer_id);
    for (const line of order.lines) expect(['SKU-000001', 'SKU-000002']).toContain(line.product_id);
  }
});

test('is never changed before it is made', () => {
  for (const order of sample) expect(order.created_at <= order.updated_at).toBe(true);
});

test('has orders with and without an address and a note, and notes beyond ASCII', () => {
  expect(sample.some((order) => order.shipping_address === null)).toBe(true);
  expect(sample.some((order) => order.shipping_address !== null)).toBe(true);
  expect(sample.some((order) => order.note === null)).toBe(true);
  expect(sample.some((order) => /\p{Script=Katakana}/u.test(order.note ?? ''))).toBe(true);
  expect(sample.some((order) => /["\\\n]/.test(order.note ?? ''))).toBe(true);
});

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
