import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../../test/run-context.ts';
import { type WorkQueue, workThrough } from './places.ts';

interface Story {
  readonly told: string[];
  active: number;
  most: number;
}

/** A queue of pieces that each take some turns of the event loop. */
function queueOf(name: string, turns: readonly number[], story: Story, options: Partial<WorkQueue> = {}): WorkQueue {
  let position = 0;
  return {
    maxPlaces: Number.POSITIVE_INFINITY,
    async next() {
      await Promise.resolve();
      const index = position++;
      const length = turns[index];
      if (length === undefined) return undefined;
      return async () => {
        story.most = Math.max(story.most, ++story.active);
        story.told.push(`${name}${index}`);
        for (let turn = 0; turn < length; turn++) await Promise.resolve();
        story.active--;
      };
    },
    async finish() {
      story.told.push(`${name}.`);
    },
    ...options,
  };
}

const newStory = (): Story => ({ told: [], active: 0, most: 0 });

describe('I7: work in a bounded number of places', () => {
  test('with one place the queues are done one after another', async () => {
    const story = newStory();
    await workThrough([queueOf('a', [3, 1], story), queueOf('b', [1], story), queueOf('c', [], story)], 1);
    expect(story.told).toEqual(['a0', 'a1', 'a.', 'b0', 'b.', 'c.']);
  });

  test('a queue of endless work does not keep the others waiting', async () => {
    const story = newStory();
    const many = Array.from({ length: 50 }, () => 5);
    await workThrough([queueOf('a', many, story), queueOf('b', [1, 1], story), queueOf('c', [1], story)], 2);
    expect(story.told.indexOf('b.')).toBeLessThan(15);
    expect(story.told.indexOf('c.')).toBeLessThan(15);
    expect(story.told.at(-1)).toBe('a.');
  });

  test('a queue that bears no company has one piece under way', async () => {
    const story = newStory();
    await workThrough([queueOf('a', [9, 9, 9], story, { maxPlaces: 1 })], 4);
    expect([story.most, story.told]).toEqual([1, ['a0', 'a1', 'a2', 'a.']]);
  });

  test('of a group one queue is done at a time', async () => {
    const story = newStory();
    const group = { group: 'ledger' };
    await workThrough(
      [queueOf('a', [9, 9], story, group), queueOf('b', [1], story, group), queueOf('c', [1], story)],
      4,
    );
    expect(story.told.indexOf('b0')).toBeGreaterThan(story.told.indexOf('a.'));
    expect(story.told.indexOf('c.')).toBeLessThan(story.told.indexOf('a.'));
  });

  test('of a group with thousands of queues each is done in its turn, without looking at all others for each', async () => {
    const story = newStory();
    const queues = Array.from({ length: 2000 }, (_, index) => queueOf(`q${index}-`, [1], story, { group: 'ledger' }));
    await workThrough(queues, 4);
    expect(story.most).toBe(1);
    expect(story.told).toEqual(queues.flatMap((_, index) => [`q${index}-0`, `q${index}-.`]));
  });

  test('a defect of a queue ends everything, once the pieces under way are done', async () => {
    const story = newStory();
    const broken: WorkQueue = { ...queueOf('x', [], story), next: () => Promise.reject(new Error('a defect')) };
    const error = await rejectionOf(workThrough([queueOf('a', [9, 9, 9], story), broken], 2));
    expect([error.message, story.told, story.active]).toEqual(['a defect', ['a0'], 0]);
  });

  test('whatever the pieces and places are, each is done once, in the order of its queue, and nothing locks', async () => {
    const queue = fc.record({
      turns: fc.array(fc.nat(12), { maxLength: 8 }),
      group: fc.constantFrom(undefined, 'one', 'two'),
      maxPlaces: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(queue, { maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (queues, places) => {
        const story = newStory();
        await workThrough(
          queues.map(({ turns, group, maxPlaces }, index) => queueOf(`q${index}-`, turns, story, { group, maxPlaces })),
          places,
        );
        expect(story.most).toBeLessThanOrEqual(places);
        for (const [index, { turns }] of queues.entries()) {
          const own = story.told.filter((entry) => entry.startsWith(`q${index}-`));
          expect(own).toEqual([...turns.map((_turns, nth) => `q${index}-${nth}`), `q${index}-.`]);
        }
      }),
    );
  });
});
