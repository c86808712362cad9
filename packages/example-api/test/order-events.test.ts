import { expect, test } from 'vitest';

import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const orderWith = (api: TestApi, events: number): number =>
  1 + Array.from({ length: api.shop.size }, (_, index) => api.shop.orderEvents.count(index)).indexOf(events);

const linkOf = (response: Response, rel: string): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(response.headers.get('link') ?? '')?.[1];

test('events come as a bare array, two a page, with the next in the Link header', async () => {
  const api = await useApi();
  const id = orderWith(api, 5);
  const bodies: string[] = [];
  let url: string | undefined = `${api.url}/v1/orders/${id}/events`;
  while (url !== undefined) {
    const response: Response = await api.get(url);
    expect(linkOf(response, 'first')).toBe(`${api.url}/v1/orders/${id}/events?per_page=2&page=1`);
    bodies.push(await response.text());
    url = linkOf(response, 'next');
  }
  const text = [0, 1, 2, 3, 4].map((nth) => api.shop.orderEvents.text(id - 1, nth));
  expect(bodies).toEqual([`[${text[0]},${text[1]}]`, `[${text[2]},${text[3]}]`, `[${text[4]}]`]);
});

test('an order without events has an empty array and no next link', async () => {
  const api = await useApi();
  const response = await api.get(`/v1/orders/${orderWith(api, 0)}/events`);
  expect(await response.text()).toBe('[]');
  expect(linkOf(response, 'next')).toBeUndefined();
});

test('per_page is kept in the links', async () => {
  const api = await useApi();
  const response = await api.get(`/v1/orders/${orderWith(api, 5)}/events?per_page=3`);
  expect(linkOf(response, 'next')).toMatch(/\?per_page=3&page=2$/);
  expect(await response.json()).toHaveLength(3);
});

test('absolute links begin with the host that the client asked', async () => {
  const api = await useApi();
  const { port } = new URL(api.url);
  const response = await api.get(`http://localhost:${port}/v1/orders/${orderWith(api, 5)}/events`);
  expect(linkOf(response, 'next')).toMatch(new RegExp(`^http://localhost:${port}/v1/orders/`));
});

test.each(['0', '501', 'abc', '1.5', '-1'])('there is no order %s', async (id) => {
  const api = await useApi({ size: 500 });
  const response = await api.get(`/v1/orders/${id}/events`);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: { code: 'not_found', message: `There is no order "${id}"` } });
});
