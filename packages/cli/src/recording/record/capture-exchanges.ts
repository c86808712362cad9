import type { AirbyteMessage, AirbyteStream, ControlMessage, JsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../../command-error.ts';
import { askConnector } from '../../connector/ask-connector.ts';
import type { OpenConnector } from '../../connector/open-connector.ts';
import { selectStreams } from '../../reading/read-streams.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { counted } from '../../terminal/show.ts';
import { startRecording } from '../start-recording.ts';
import { isIncremental, readStream, type ReadStreamOptions, type StreamRead } from './read-stream.ts';
import type { Captured } from './track.ts';

export interface CaptureOptions {
  /** Names; empty means all. */
  readonly streams: readonly string[];
  /** Requests of one stream after which it is given up. */
  readonly maxRequests: number;
  readonly terminal: Terminal;
}

/** All that was said with the API. */
export interface Capture {
  readonly exchanges: readonly Captured[];
  readonly streams: readonly CapturedStream[];
  /** The config and, where the connector changed it meanwhile, those that it made of it. */
  readonly configs: readonly JsonObject[];
  /** Whether discovering the streams takes requests. */
  readonly hasDiscovery: boolean;
}

export interface CapturedStream {
  readonly stream: AirbyteStream;
  readonly records: number;
  readonly requests: number;
}

const NOTHING_CAME =
  'The connector sent no request through the recorder. Does it have a proxy of its own, or not obey HTTP_PROXY and HTTPS_PROXY? ' +
  'Nothing was written.';

/** Names of folders for what no stream needed. */
export const COMMAND_OWNERS = { check: '_check', discover: '_discover' } as const;

/**
 * Lets a connector ask the real API for all that its commands need: each stream alone, and an incremental one once more from the
 * state that it ended with.
 *
 * @throws CommandError when anything fails.
 */
export async function captureExchanges(
  { project, config, start }: OpenConnector,
  { streams: names, maxRequests, terminal }: CaptureOptions,
): Promise<Capture> {
  const captured: Captured[] = [];
  const spent = new AbortController();
  const configs = [config.values];
  let requests = 0;
  const proxy = await startRecording({
    env: start.env,
    alter(_request, respond) {
      if (++requests > maxRequests) spent.abort();
      return respond();
    },
  });
  const env = { ...start.env, ...proxy.env };
  const signal = AbortSignal.any([spent.signal, ...(start.signal === undefined ? [] : [start.signal])]);
  let taken = 0;
  const take = (owner: string, isSecond = false, cursorPath?: readonly string[]): void => {
    captured.push(...proxy.exchanges.slice(taken).map((exchange) => ({ ...exchange, owner, isSecond, cursorPath })));
    taken = proxy.exchanges.length;
  };
  try {
    const { catalog } = await askConnector(project, 'CATALOG', { ...withConfig(), command: 'discover', env });
    const afterDiscover = proxy.exchanges.length;
    const streams: CapturedStream[] = [];
    taken = afterDiscover;
    for (const stream of selectStreams(catalog.streams, names)) streams.push(await capture(stream));
    await check();
    captured.push(
      ...proxy.exchanges
        .slice(0, afterDiscover)
        .map((exchange) => ({ ...exchange, owner: COMMAND_OWNERS.discover, isSecond: false })),
    );
    if (captured.length === 0) throw new CommandError(NOTHING_CAME);
    return { exchanges: captured, streams, configs, hasDiscovery: afterDiscover > 0 };
  } finally {
    await Promise.all([proxy.close(), config.whenKept()]);
  }

  /** What the next run is started with: a refresh token that was rotated in the last one is void. */
  function withConfig(): { config: JsonObject; signal: AbortSignal; onMessage: (message: AirbyteMessage) => void } {
    const onMessage = (message: AirbyteMessage): void => {
      if (message.type === 'CONTROL') onControl(message);
    };
    return { config: configs.at(-1) ?? {}, signal, onMessage };
  }

  function onControl(message: ControlMessage): void {
    configs.push(message.control.connectorConfig.config);
    config.take(message);
  }

  async function capture(stream: AirbyteStream): Promise<CapturedStream> {
    requests = 0;
    const onRecord = progress(stream);
    const first = await read(stream, { onRecord });
    const cursorPath = isIncremental(stream) ? stream.default_cursor_field : undefined;
    take(stream.name, false, cursorPath);
    if (isIncremental(stream)) {
      await read(stream, { onRecord, state: first.state });
      take(stream.name, true, cursorPath);
    }
    return { stream, records: first.records, requests };
  }

  async function read(stream: AirbyteStream, options: Partial<ReadStreamOptions>): Promise<StreamRead> {
    const result = await readStream(project, stream, { ...options, config: config.values, env, signal, onControl });
    if (spent.signal.aborted) {
      throw new CommandError(
        `${stream.name} is not at its end after ${maxRequests} requests. Ask for less by the config (a later start date), ` +
          'or allow more by --max-requests. Nothing was written.',
      );
    }
    if (start.signal?.aborted === true) throw new CommandError('Stopped. Nothing was written.');
    if (result.problem === undefined) return result;
    throw new CommandError(
      `${stream.name} cannot be read: ${result.problem}. Nothing was written; --stream names the streams to record.`,
    );
  }

  async function check(): Promise<void> {
    const { connectionStatus } = await askConnector(project, 'CONNECTION_STATUS', {
      ...withConfig(),
      command: 'check',
      env,
    });
    take(COMMAND_OWNERS.check);
    if (connectionStatus.status === 'SUCCEEDED') return;
    throw new CommandError(`The check failed: ${connectionStatus.message ?? 'without a reason'}. Nothing was written.`);
  }

  function progress({ name }: AirbyteStream): () => void {
    let records = 0;
    return () => {
      records++;
      terminal.progress(() => `Recording ${name}: ${counted(records, 'record')}, ${counted(requests, 'request')}`);
    };
  }
}
