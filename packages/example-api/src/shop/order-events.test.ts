import { expect, test } from 'vitest';

import { createShop } from './shop.ts';

const { orderEvents, orders } = createShop(1, 1_000);
const orderIndexes = Array.from({ length: 1_000 }, (_, index) => index);
const events = orderIndexes.flatMap((order) =>
  Array.from({ length: orderEvents.count(order) }, (_, nth) => ({
    event: orderEvents.record(order, nth),
    text: orderEvents.text(order, nth),
  })),
);

test('gives an order from none to five events', () => {
  expect(new Set(orderIndexes.map(orderEvents.count))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});

test('gives each event an id of its own within 64 bits, that no double can hold', () => {
  expect(new Set(events.map(({ event }) => event.id)).size).toBe(events.length);
  for (const { event } of events) {
    expect(event.id).toBe(BigInt.asIntN(64, event.id));
    expect(BigInt(Number(event.id))).not.toBe(event.id);
  }
});

test('writes the id digit for digit and the rest as its record', () => {
  for (const { event, text } of events) {
    const { id, ...rest } = event;
    expect(text.startsWith(`{"id":${id.toString()},"order_id":`)).toBe(true);
    expect(JSON.parse(text)).toStrictEqual({ id: Number(id), ...rest });
  }
});

test('happens in order, between the making of the order and its last change', () => {
  for (const index of orderIndexes) {
    const order = orders.record(index);
    const times = Array.from(
      { length: orderEvents.count(index) },
      (_, nth) => orderEvents.record(index, nth).occurred_at,
    );
    const all = [order.created_at, ...times, order.updated_at];
    expect(all).toEqual([...all].sort());
  }
});

test('has events with and without an actor', () => {
  expect(new Set(events.map(({ event }) => event.actor?.kind))).toEqual(new Set(['clerk', 'customer', undefined]));
});
