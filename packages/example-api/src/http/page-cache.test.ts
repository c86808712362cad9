import { Readable } from 'node:stream';
import { expect, test } from 'vitest';

import { PageCache } from './page-cache.ts';
import type { Reply } from './reply.ts';

const page = (bytes: number): Reply => ({ status: 200, headers: {}, body: Buffer.alloc(bytes) });

test('gives back the page that was kept', () => {
  const cache = new PageCache(100);
  const reply = page(10);
  cache.set('a', reply);
  expect(cache.get('a')).toBe(reply);
  expect(cache.get('b')).toBeUndefined();
});

test('lets go of the page unused for longest', () => {
  const cache = new PageCache(100);
  for (const key of ['a', 'b']) cache.set(key, page(40));
  cache.get('a');
  cache.set('c', page(40));
  expect(['a', 'b', 'c'].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
});

test('never keeps more bytes than its capacity', () => {
  const cache = new PageCache(100);
  for (let nth = 0; nth < 50; nth++) {
    cache.set(`key ${nth % 7}`, page((nth * 13) % 120));
    expect(cache.bytes).toBeLessThanOrEqual(100);
  }
  expect(cache.bytes).toBeGreaterThan(0);
});

test('counts a replaced page once, and forgets it when the new one is too large', () => {
  const cache = new PageCache(100);
  cache.set('a', page(60));
  cache.set('a', page(50));
  expect(cache.bytes).toBe(50);
  cache.set('a', page(101));
  expect([cache.bytes, cache.get('a')]).toEqual([0, undefined]);
});

test('does not keep a stream', () => {
  const cache = new PageCache(100);
  cache.set('a', { status: 200, headers: {}, body: () => Readable.from([]) });
  expect(cache.get('a')).toBeUndefined();
});
