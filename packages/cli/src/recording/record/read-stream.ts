import type { AirbyteStream, ControlMessage, ErrorTrace, StateMessage } from '@headwater/cdk/protocol';
import { describeEnd, parseMessage } from '../../connector/ask-connector.ts';
import { startConnector, type StartOptions } from '../../connector/start-connector.ts';
import type { ConnectorProject } from '../../project/connector-project.ts';

export interface StreamRead {
  readonly records: number;
  /** The last STATE of each stream, as `--state` takes it. Empty when there was none. */
  readonly state: readonly object[];
  /** Why it failed, in a sentence. */
  readonly problem: string | undefined;
}

export interface ReadStreamOptions extends Pick<StartOptions, 'config' | 'env' | 'signal'> {
  readonly state?: readonly object[];
  readonly onRecord?: () => void;
  /** Called when the connector changes its config. */
  readonly onControl?: (message: ControlMessage) => void;
}

/** Whether a read can go on from a state, so that a second one asks for other things than the first. */
export function isIncremental(stream: AirbyteStream): boolean {
  return stream.supported_sync_modes.includes('incremental');
}

/** Reads one stream, one request after another, so that their order is always the same. */
export async function readStream(
  project: Pick<ConnectorProject, 'entry'>,
  stream: AirbyteStream,
  { state, onRecord, onControl, ...start }: ReadStreamOptions,
): Promise<StreamRead> {
  const states = new Map<string, StateMessage['state']>();
  const errors: ErrorTrace[] = [];
  let records = 0;
  const sync_mode = isIncremental(stream) ? 'incremental' : 'full_refresh';
  const end = await startConnector(project, {
    ...start,
    command: 'read',
    args: ['--concurrency', '1'],
    catalog: { streams: [{ stream, sync_mode, destination_sync_mode: 'append' }] },
    state,
    onLine(line) {
      if (line.startsWith('{"type":"RECORD"')) {
        records++;
        onRecord?.();
        return;
      }
      const message = parseMessage(line);
      if (message.type === 'RECORD') records++;
      if (message.type === 'CONTROL') onControl?.(message);
      if (message.type === 'STATE') states.set(JSON.stringify(message.state.stream.stream_descriptor), message.state);
      if (message.type === 'TRACE' && message.trace.type === 'ERROR') errors.push(message.trace.error);
    },
  });
  const problem = end.exitCode === 0 ? undefined : (errors[0]?.message ?? describeEnd(end));
  return { records, state: [...states.values()], problem };
}
