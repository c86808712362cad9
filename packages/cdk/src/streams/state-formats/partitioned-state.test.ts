import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import type { JsonObject } from '../../protocol/json.ts';
import { type PartitionedState, readPartitionedState, writePartitionedState } from './partitioned-state.ts';

const PLACE = { stream: 'comments', field: 'at' };
const one = { partition: { post_id: 1, parent_slice: {} }, cursor: { at: '2024-01-05' } };
const two = { partition: { post_id: 2, parent_slice: {} }, cursor: { at: '2024-01-07' } };

describe('I4: what is read is written again as it was', () => {
  test.each<[string, JsonObject, PartitionedState]>([
    [
      'a cursor for each partition',
      { use_global_cursor: false, states: [one, two], state: { at: '2024-01-07' }, lookback_window: 3 },
      { partitions: [one, two], global: { at: '2024-01-07' }, useGlobalCursor: false, lookbackWindow: 3 },
    ],
    [
      'before the first read was complete',
      { use_global_cursor: false, states: [one], lookback_window: 0 },
      { partitions: [one], useGlobalCursor: false, lookbackWindow: 0 },
    ],
    [
      'one cursor for all',
      { use_global_cursor: true, state: { at: '2024-01-07' }, lookback_window: 12 },
      { partitions: [], global: { at: '2024-01-07' }, useGlobalCursor: true, lookbackWindow: 12 },
    ],
    [
      'with states of parents',
      { use_global_cursor: false, states: [one], parent_state: { posts: { at: '2024-01-06' } } },
      { partitions: [one], useGlobalCursor: false, parentState: { posts: { at: '2024-01-06' } } },
    ],
  ])('%s', (_, state, expected) => {
    expect(readPartitionedState(state, PLACE)).toEqual(expected);
    expect(writePartitionedState(expected)).toEqual(state);
  });

  test.each<[string, JsonObject, PartitionedState]>([
    ['without a word on the global cursor', { states: [one] }, { partitions: [one], useGlobalCursor: false }],
    [
      'of a global substream cursor',
      { state: { at: '2024-01-07' }, parent_state: { posts: { at: '2024-01-06' } }, lookback_window: 132 },
      {
        partitions: [],
        global: { at: '2024-01-07' },
        useGlobalCursor: false,
        parentState: { posts: { at: '2024-01-06' } },
        lookbackWindow: 132,
      },
    ],
    [
      'of the time when the stream had no partitions',
      { at: '2024-01-07' },
      { partitions: [], global: { at: '2024-01-07' }, useGlobalCursor: false },
    ],
    [
      'the same, with the state of a parent',
      { at: '2024-01-07', parent_state: { posts: { at: '2024-01-06' } } },
      {
        partitions: [],
        global: { at: '2024-01-07' },
        useGlobalCursor: false,
        parentState: { posts: { at: '2024-01-06' } },
      },
    ],
    [
      'of the time when the stream was read in ranges',
      { state_type: 'date-range', slices: [{ start: '2024-01-01', end: '2024-01-07' }] },
      {
        partitions: [],
        global: { state_type: 'date-range', slices: [{ start: '2024-01-01', end: '2024-01-07' }] },
        useGlobalCursor: false,
      },
    ],
    [
      'with explicit nulls',
      {
        states: [{ partition: one.partition, cursor: null }],
        state: null,
        use_global_cursor: null,
        parent_state: { posts: null },
        lookback_window: null,
      },
      { partitions: [{ partition: one.partition, cursor: {} }], useGlobalCursor: false, parentState: {} },
    ],
    ['with an empty global cursor', { states: [], state: {} }, { partitions: [], useGlobalCursor: false }],
  ])('%s', (_, state, expected) => {
    expect(readPartitionedState(state, PLACE)).toEqual(expected);
  });

  test.each<JsonObject>([{}, { at: null }, { __ab_no_cursor_state_message: true }, { states: null }])(
    '%j says nothing',
    (state) => {
      expect(readPartitionedState(state, PLACE)).toEqual({ partitions: [], useGlobalCursor: false });
    },
  );

  test('full refresh of partitions needs no cursor field', () => {
    const state = { states: [{ partition: { id: 1 }, cursor: { __ab_full_refresh_sync_complete: true } }] };
    expect(readPartitionedState(state, { stream: 'comments' })).toEqual({
      partitions: state.states,
      useGlobalCursor: false,
    });
  });
});

describe('F: a state that is none of a stream with partitions is a config_error that names stream and place', () => {
  test.each<[JsonObject, string]>([
    [{ states: { '1': {} } }, ': "states" must be a list, got {"1":{}}'],
    [{ states: [one, 'x'] }, ': "states[1]" must be an object, got string'],
    [{ states: [one, { cursor: {} }] }, ': "states[1].partition" must be an object, got nothing'],
    [{ states: [{ ...one, cursor: [] }] }, ': "states[0].cursor" must be an object, got array'],
    [{ state: 'x' }, ': "state" must be an object, got string'],
    [{ states: [], parent_state: [] }, ': "parent_state" must be an object, got array'],
    [{ states: [], parent_state: { posts: 1 } }, ': "parent_state.posts" must be an object, got number'],
    [{ states: [], lookback_window: '3' }, ': "lookback_window" must be a number of seconds, got "3"'],
    [{ states: [], lookback_window: -1 }, ': "lookback_window" must be a number of seconds, got -1'],
    [{ '17': { at: 'x' } }, ' has none of "states", "state", "at": {"17":{"at":"x"}}'],
  ])('%j', (state, problem) => {
    const error = thrownBy(() => readPartitionedState(state, PLACE));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      `State of stream "comments"${problem}. Reset the stream's state to read it from the start.`,
    );
  });

  test('without a cursor field', () => {
    expect(thrownBy(() => readPartitionedState({ at: 1 }, { stream: 'comments' })).message).toContain(
      'has none of "states", "state": {"at":1}.',
    );
  });
});
