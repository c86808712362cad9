import { describe, expect, test } from 'vitest';
import { descriptorOf, isSameStream, streamLabel } from './catalog.ts';

describe('names of streams', () => {
  test.each([
    [{ name: 'a' }, { name: 'a' }, true],
    [{ name: 'a' }, { name: 'b' }, false],
    [{ name: 'a', namespace: 'n' }, { name: 'a' }, false],
    [{ name: 'a', namespace: 'n' }, { name: 'a', namespace: 'n' }, true],
    [{ name: 'a', namespace: 'n' }, { name: 'a', namespace: 'm' }, false],
  ])('%j and %j name the same stream: %s', (a, b, same) => {
    expect([isSameStream(a, b), isSameStream(b, a)]).toEqual([same, same]);
  });

  test('a descriptor has no absent namespace, and nothing else', () => {
    const stream = { name: 'a', namespace: undefined, primaryKey: 'id' };
    expect(descriptorOf(stream)).toStrictEqual({ name: 'a' });
    expect(descriptorOf({ ...stream, namespace: 'n' })).toStrictEqual({ name: 'a', namespace: 'n' });
  });

  test('a label names the namespace first', () => {
    expect([streamLabel({ name: 'a' }), streamLabel({ name: 'a', namespace: 'n' })]).toEqual(['a', 'n.a']);
  });
});
