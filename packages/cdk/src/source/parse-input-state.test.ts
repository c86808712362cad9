import { describe, expect, test } from 'vitest';
import { thrownBy } from '../../test/run-context.ts';
import { ConfigError } from '../errors/config-error.ts';
import { parseInputState } from './parse-input-state.ts';

const parse = (value: unknown): unknown => parseInputState(value, 'state.json');
const stream = (name: string, state: unknown, namespace?: unknown): object => ({
  stream_descriptor: { name, ...(namespace === undefined ? {} : { namespace }) },
  stream_state: state,
});
const a = { descriptor: { name: 'a' }, state: { x: 1 } };
const b = { descriptor: { name: 'b' }, state: { y: null } };

describe('P10: states in every form that platforms and people have', () => {
  test.each<[string, unknown, unknown[]]>([
    ['nothing', undefined, []],
    ['null', null, []],
    ['an empty list', [], []],
    ['an empty object', {}, []],
    [
      'a list of STREAM',
      [
        { type: 'STREAM', stream: stream('a', { x: 1 }) },
        { type: 'STREAM', stream: stream('b', { y: null }) },
      ],
      [a, b],
    ],
    ['a list of STATE messages', [{ type: 'STATE', state: { type: 'STREAM', stream: stream('a', { x: 1 }) } }], [a]],
    ['one STATE message', { type: 'STATE', state: { type: 'STREAM', stream: stream('a', { x: 1 }) } }, [a]],
    ['one STREAM', { type: 'STREAM', stream: stream('a', { x: 1 }) }, [a]],
    [
      'GLOBAL without shared state',
      [{ type: 'GLOBAL', global: { stream_states: [stream('a', { x: 1 }), stream('b', { y: null })] } }],
      [a, b],
    ],
    [
      'GLOBAL with shared state null',
      { type: 'GLOBAL', global: { shared_state: null, stream_states: [stream('a', { x: 1 })] } },
      [a],
    ],
    [
      'GLOBAL with empty shared state',
      { type: 'GLOBAL', global: { shared_state: {}, stream_states: [stream('a', { x: 1 })] } },
      [a],
    ],
    [
      'explicit nulls and unknown keys',
      [
        {
          type: 'STREAM',
          stream: { ...stream('a', { x: 1 }, null), more: 1 },
          global: null,
          data: null,
          sourceStats: null,
          destinationStats: null,
          id: 7,
        },
      ],
      [a],
    ],
    [
      'a state that is null',
      [{ type: 'STREAM', stream: stream('a', null) }],
      [{ descriptor: { name: 'a' }, state: {} }],
    ],
    [
      'a state that is absent',
      [{ type: 'STREAM', stream: { stream_descriptor: { name: 'a' } } }],
      [{ descriptor: { name: 'a' }, state: {} }],
    ],
    [
      'a namespace',
      [{ type: 'STREAM', stream: stream('a', { x: 1 }, 'n') }],
      [{ descriptor: { name: 'a', namespace: 'n' }, state: { x: 1 } }],
    ],
    ['an empty namespace, as in a catalog', [{ type: 'STREAM', stream: stream('a', { x: 1 }, '') }], [a]],
    [
      'a stream twice, in order: the reader takes the last',
      [
        { type: 'STREAM', stream: stream('a', { x: 0 }) },
        { type: 'STREAM', stream: stream('a', { x: 1 }) },
      ],
      [{ descriptor: { name: 'a' }, state: { x: 0 } }, a],
    ],
    [
      'what Airbyte shows as the state of a connection',
      [
        { streamDescriptor: { name: 'a' }, streamState: { x: 1 } },
        { streamDescriptor: { name: 'b', namespace: null }, streamState: { y: null } },
      ],
      [a, b],
    ],
    [
      'what its API answers',
      {
        connectionId: 'c',
        stateType: 'stream',
        streamState: [{ streamDescriptor: { name: 'a' }, streamState: { x: 1 } }],
        globalState: null,
      },
      [a],
    ],
    ['what its API answers before the first read', { connectionId: 'c', stateType: 'not_set' }, []],
    ['an object of states by stream', { a: { x: 1 }, b: { y: null } }, [a, b]],
    ['an object with a null', { a: null }, [{ descriptor: { name: 'a' }, state: {} }]],
  ])('%s', (_, value, streams) => {
    expect(parse(value)).toStrictEqual({ streams });
  });
});

describe('F: what is no state is a config_error that names file and place', () => {
  const global = (value: object): unknown => [{ type: 'GLOBAL', global: value }];
  test.each<[unknown, string]>([
    ['text', 'state.json must be a list of STATE messages or an object of states by stream, got string'],
    [7, 'state.json must be a list of STATE messages or an object of states by stream, got number'],
    [false, 'state.json must be a list of STATE messages or an object of states by stream, got boolean'],
    [[null], 'state.json: [0] must be an object, got null'],
    [[{ type: 'STREAM', stream: stream('a', {}) }, []], 'state.json: [1] must be an object, got array'],
    [[{}], 'state.json: [0].type must be "STREAM" or "GLOBAL", got nothing'],
    [[{ type: 'LEGACY', data: {} }], 'state.json: [0].type must be "STREAM" or "GLOBAL", got "LEGACY"'],
    [[{ type: 'RECORD' }], 'state.json: [0].type must be "STREAM" or "GLOBAL", got "RECORD"'],
    [[{ type: 'STATE' }], 'state.json: [0].state must be an object, got nothing'],
    [
      [{ type: 'STATE', state: { type: 'LEGACY' } }],
      'state.json: [0].state.type must be "STREAM" or "GLOBAL", got "LEGACY"',
    ],
    [[{ type: 'STATE', state: { type: 'STREAM' } }], 'state.json: [0].state.stream must be an object, got nothing'],
    [{ type: 'STATE', state: [] }, 'state.json.state must be an object, got array'],
    [[{ type: 'STREAM' }], 'state.json: [0].stream must be an object, got nothing'],
    [[{ type: 'STREAM', stream: {} }], 'state.json: [0].stream.stream_descriptor must be an object, got nothing'],
    [
      [{ type: 'STREAM', stream: stream('', {}) }],
      'state.json: [0].stream.stream_descriptor.name must be text, got ""',
    ],
    [
      [{ type: 'STREAM', stream: stream('a', {}, 7) }],
      'state.json: [0].stream.stream_descriptor.namespace must be text, got 7',
    ],
    [
      [{ type: 'STREAM', stream: stream('a', 'x') }],
      'state.json: [0].stream.stream_state must be an object, got string',
    ],
    [
      [{ type: 'STREAM', stream: stream('a', [1]) }],
      'state.json: [0].stream.stream_state must be an object, got array',
    ],
    [[{ type: 'GLOBAL' }], 'state.json: [0].global must be an object, got nothing'],
    [global({}), 'state.json: [0].global.stream_states must be a list, got nothing'],
    [
      global({ stream_states: [stream('a', {}), 7] }),
      'state.json: [0].global.stream_states[1] must be an object, got number',
    ],
    [
      global({ shared_state: { lsn: 1 }, stream_states: [] }),
      'state.json: [0].global.shared_state must be absent: this source keeps one state a stream',
    ],
    [
      global({ shared_state: 'lsn', stream_states: [] }),
      'state.json: [0].global.shared_state must be absent: this source keeps one state a stream',
    ],
    [[{ streamDescriptor: 'a', streamState: {} }], 'state.json: [0].streamDescriptor must be an object, got string'],
    [
      [{ streamDescriptor: { name: 'a' }, streamState: [] }],
      'state.json: [0].streamState must be an object, got array',
    ],
    [
      { stateType: 'stream', streamState: [{ streamDescriptor: {} }] },
      'state.json: "streamState"[0].streamDescriptor.name must be text, got nothing',
    ],
    [{ stateType: 'stream' }, 'state.json: "streamState" must be a list, got nothing'],
    [{ stateType: 'global', globalState: {} }, 'state.json: "stateType" must be "stream", got "global"'],
    [{ a: 'x' }, 'state.json: "a" must be an object, got string'],
    [{ a: {}, b: [] }, 'state.json: "b" must be an object, got array'],
    [{ type: 'LEGACY', data: {} }, 'state.json: "type" must be an object, got string'],
  ])('%j', (value, message) => {
    const error = thrownBy(() => parse(value));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(message);
  });
});
