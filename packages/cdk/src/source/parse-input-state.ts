import { ConfigError } from '../errors/config-error.ts';
import type { StreamDescriptor } from '../protocol/catalog.ts';
import { isJsonObject, type JsonObject, jsonTypeOf, showValue } from '../protocol/json.ts';
import type { InputState, StreamState } from '../protocol/state.ts';

/**
 * Reads a state in every form that platforms and people have: a list of STATE messages (with or without their envelope) of
 * type STREAM, one of type GLOBAL without shared state, the state of a connection as Airbyte shows it and its API answers it, or an
 * object `{ stream: state }`. Explicit nulls are as good as absent. For a stream that comes twice the last one counts.
 *
 * @param file Names the document in an error.
 * @throws ConfigError that names the file and the place.
 */
export function parseInputState(value: unknown, file: string): InputState {
  if (value === undefined || value === null) return { streams: [] };
  if (Array.isArray(value))
    return { streams: value.flatMap((message, index) => parseMessage(message, `${file}: [${index}]`)) };
  if (!isJsonObject(value)) {
    throw new ConfigError(
      `${file} must be a list of STATE messages or an object of states by stream, got ${jsonTypeOf(value)}`,
    );
  }
  if (value['type'] === 'STATE' || value['type'] === 'STREAM' || value['type'] === 'GLOBAL') {
    return { streams: parseMessage(value, file) };
  }
  if (typeof value['stateType'] === 'string') return { streams: parseConnectionState(value, file) };
  return {
    streams: Object.entries(value).map(([name, state]) => ({
      descriptor: { name },
      state: parseStreamState(state, `${file}: "${name}"`),
    })),
  };
}

function parseMessage(message: unknown, place: string): InputState['streams'][number][] {
  const object = requireObject(message, place);
  if (object['type'] === 'STATE') return parseState(requireObject(object['state'], `${place}.state`), `${place}.state`);
  return parseState(object, place);
}

/** What the API of Airbyte answers: `{ connectionId, stateType: 'stream', streamState: […] }`. */
function parseConnectionState(connection: JsonObject, place: string): InputState['streams'][number][] {
  const { stateType, streamState: states } = connection;
  // Nothing has been read yet.
  if (stateType === 'not_set') return [];
  if (stateType !== 'stream')
    throw new ConfigError(`${place}: "stateType" must be "stream", got ${showValue(stateType)}`);
  return parseStreams(states, `${place}: "streamState"`);
}

function parseState(state: JsonObject, place: string): InputState['streams'][number][] {
  if (isShown(state)) return [parseStream(state, place)];
  switch (state['type']) {
    case 'STREAM':
      return [parseStream(state['stream'], `${place}.stream`)];
    case 'GLOBAL':
      return parseGlobal(requireObject(state['global'], `${place}.global`), `${place}.global`);
    default:
      throw new ConfigError(`${place}.type must be "STREAM" or "GLOBAL", got ${showValue(state['type'])}`);
  }
}

function parseGlobal(global: JsonObject, place: string): InputState['streams'][number][] {
  const { shared_state: shared, stream_states: states } = global;
  const isShared =
    shared !== undefined && shared !== null && !(isJsonObject(shared) && Object.keys(shared).length === 0);
  if (isShared) {
    throw new ConfigError(`${place}.shared_state must be absent: this source keeps one state a stream`);
  }
  return parseStreams(states, `${place}.stream_states`);
}

function parseStreams(states: unknown, place: string): InputState['streams'][number][] {
  if (!Array.isArray(states)) throw new ConfigError(`${place} must be a list, got ${jsonTypeOf(states)}`);
  return states.map((stream, index) => parseStream(stream, `${place}[${index}]`));
}

function parseStream(value: unknown, place: string): InputState['streams'][number] {
  const stream = requireObject(value, place);
  const [descriptor, state] = isShown(stream)
    ? ['streamDescriptor', 'streamState']
    : ['stream_descriptor', 'stream_state'];
  return {
    descriptor: parseDescriptor(stream[descriptor], `${place}.${descriptor}`),
    state: parseStreamState(stream[state], `${place}.${state}`),
  };
}

/** Whether a stream's state is spelled as Airbyte shows it to people. */
function isShown(stream: JsonObject): boolean {
  return 'streamDescriptor' in stream;
}

function parseDescriptor(value: unknown, place: string): StreamDescriptor {
  const { name, namespace } = requireObject(value, place);
  if (typeof name !== 'string' || name === '')
    throw new ConfigError(`${place}.name must be text, got ${showValue(name)}`);
  // Empty is as good as absent, as it is in the catalog: else a stream would not find its state.
  if (namespace === undefined || namespace === null || namespace === '') return { name };
  if (typeof namespace !== 'string')
    throw new ConfigError(`${place}.namespace must be text, got ${showValue(namespace)}`);
  return { name, namespace };
}

function parseStreamState(state: unknown, place: string): StreamState {
  return state === undefined || state === null ? {} : requireObject(state, place);
}

function requireObject(value: unknown, place: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new ConfigError(`${place} must be an object, got ${jsonTypeOf(value)}`);
}
