import { expect, test } from 'vitest';

import { createShop } from './shop.ts';

const shop = createShop(1, 5_000);
const indexes = Array.from({ length: 2_000 }, (_, index) => index);

test.each(['customers', 'products', 'orders', 'exports'] as const)('%s are written as their records', (stream) => {
  for (const index of indexes) {
    expect(JSON.parse(shop[stream].text(index))).toStrictEqual(shop[stream].record(index));
  }
});

test.each(['customers', 'products', 'orders', 'exports'] as const)(
  '%s are the same for the same seed and others for another',
  (stream) => {
    const all = (seed: number): string => {
      const series = createShop(seed, 5_000)[stream];
      return indexes.slice(0, 50).map(series.text).join();
    };
    expect(all(1)).toBe(all(1));
    expect(all(2)).not.toBe(all(1));
  },
);

test('customers have the documented fields', () => {
  expect(shop.customers.record(41)).toStrictEqual({
    id: 42,
    name: expect.stringMatching(/^\S+ .+$/),
    email: 'customer.42@shop.example',
    phone: expect.toSatisfy((phone: unknown) => phone === null || typeof phone === 'string'),
    address: expect.objectContaining({ street: expect.any(String), country: expect.any(String) }),
    tags: expect.any(Array),
    created_at: expect.stringMatching(/^202[45]-.*Z$/),
  });
});

test('customers have names in several scripts, emoji, and nulls', () => {
  const customers = indexes.map(shop.customers.record);
  for (const part of ['é', 'Ł', '日本', '🚀']) {
    expect(customers.filter(({ name }) => name.includes(part)).length, part).toBeGreaterThan(0);
  }
  expect(new Set(customers.map(({ phone }) => phone === null)).size).toBe(2);
  expect(new Set(customers.map(({ address }) => address.region === null)).size).toBe(2);
  expect(new Set(customers.map(({ tags }) => tags.length))).toEqual(new Set([0, 1, 2, 3]));
});

test('products have the documented fields', () => {
  for (const index of indexes.slice(0, 100)) {
    const product = shop.products.record(index);
    expect(product).toStrictEqual({
      id: `SKU-${String(index + 1).padStart(6, '0')}`,
      title: expect.stringContaining(`No. ${index + 1}`),
      price: shop.products.cents(index) / 100,
      currency: expect.stringMatching(/^[A-Z]{3}$/),
      stock: expect.any(Number),
      dimensions: {
        unit: 'cm',
        width: expect.any(Number),
        height: expect.any(Number),
        depth: product.dimensions.depth === null ? null : expect.any(Number),
      },
      description: product.description === null ? null : expect.any(String),
      is_active: expect.any(Boolean),
    });
    expect(product.price).toBeGreaterThan(0);
  }
});

test('export entries have the documented fields, in the order of their times', () => {
  let before = '';
  for (const index of indexes) {
    const entry = shop.exports.record(index);
    expect(Object.keys(entry)).toEqual(['id', 'kind', 'payload', 'exported_at']);
    expect(Object.keys(entry.payload)).toEqual(['source', 'changes']);
    expect(entry.exported_at >= before).toBe(true);
    before = entry.exported_at;
  }
});
