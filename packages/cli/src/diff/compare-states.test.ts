import type { JsonObject } from '@headwater/cdk/protocol';
import { describe, expect, test } from 'vitest';
import { chosenStates, compareResumes, compareStates } from './compare-states.ts';
import type { VersionRead } from './version-read.ts';

const ids = (...values: number[]): JsonObject[] => values.map((id) => ({ id }));

function read(records: JsonObject[], changed: Partial<VersionRead> = {}): VersionRead {
  return { records, states: [], requests: [], problem: undefined, missing: [], doubts: [], ...changed };
}

/** A state after so many records. */
const at = (recordsBefore: number, cursor = `c${recordsBefore}`): VersionRead['states'][number] => ({
  state: { cursor },
  recordsBefore,
});

test.each<[string, VersionRead['states'], VersionRead['states'], string[]]>([
  ['the same end after another way', [at(1), at(4)], [at(4)], []],
  ['another end', [at(4)], [at(4, 'later')], ['ends with another state: cursor c4 → cursor later']],
  [
    'a read that took longer',
    [{ state: { states: [], lookback_window: 1 }, recordsBefore: 4 }],
    [{ state: { states: [], lookback_window: 2 }, recordsBefore: 4 }],
    [],
  ],
  ['no state', [at(4)], [], ['ends with another state: cursor c4 → –']],
])('%s', (_, before, after, words) => {
  const changes = compareStates(read([], { states: before }), read([], { states: after }));
  expect(changes.map(({ message }) => message)).toEqual(words);
  expect(changes.some(({ isBreaking }) => isBreaking)).toBe(false);
});

test.each<[string, VersionRead['states'], string[]]>([
  ['none', [], []],
  ['one', [at(4)], ['c4']],
  ['the one nearest the middle, and the last', [at(1), at(2), at(3), at(4)], ['c2', 'c4']],
  ['none before the first record', [at(0), at(4)], ['c4']],
  ['none that is the last', [at(2, 'c4'), at(4)], ['c4']],
])('states to read on from: %s', (_, states, chosen) => {
  const found = chosenStates({ states, records: ids(1, 2, 3, 4) });
  expect(found.map(({ cursor }) => cursor)).toEqual(chosen);
});

describe('from a state of the old version the new one gives what the old one would', () => {
  test.each<[string, VersionRead, VersionRead, string[]]>([
    ['it does', read(ids(3, 4)), read(ids(3, 4)), []],
    ['it has nothing more to give', read([]), read([]), []],
    [
      'it fails',
      read(ids(3, 4)),
      read([], { problem: 'The state has no "since"' }),
      [`!the new version fails: The state has no "since"`],
    ],
    ['it skips records', read(ids(3, 4)), read(ids(4)), [`!1 record is not read`]],
    ['it starts over', read(ids(4)), read(ids(1, 2, 3, 4)), [`!all is read again: 4 instead of 1 record`]],
    ['it goes back a little', read(ids(3, 4)), read(ids(2, 3, 4)), [`3 instead of 2 records`]],
    ['it reads what came twice once', read(ids(3, 3, 4, 4)), read(ids(3, 4)), []],
    ['it has not what it never reads', read(ids(3, 4, 99)), read(ids(3, 4)), []],
  ])('%s', (_, before, after, expected) => {
    const facts = { key: [['id']], whole: ids(1, 2, 3, 4) };
    const found = compareResumes(before, after, facts);
    expect(found.map(({ isBreaking, message }) => `${isBreaking ? '!' : ''}${message}`)).toEqual(expected);
  });
});
