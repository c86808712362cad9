import {
  type AirbyteCatalog,
  type AirbyteMessage,
  type AirbyteStream,
  type ConnectorSpecification,
  isJsonObject,
  type JsonObject,
  type StreamState,
} from '@headwater/cdk/protocol';
import type { CommandContext } from '../command.ts';
import { askConnector, describeEnd, parseMessage } from '../connector/ask-connector.ts';
import { startConnector } from '../connector/start-connector.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import type { Recording } from '../recording/recording.ts';
import { startAnswers } from './answers.ts';
import type { VersionRead } from './version-read.ts';

export interface VersionOptions extends Pick<CommandContext, 'env' | 'signal'> {
  readonly config: JsonObject;
  /** `undefined` asks the API. */
  readonly recording: Recording | undefined;
  /** Called when it changed its config; not with a recording, whose tokens are nobody's. */
  readonly onConfig: (before: JsonObject, after: JsonObject) => void | Promise<void>;
}

/** One of two versions of a connector. Each run of it is a process of its own, which is answered from the beginning of the recording. */
export class Version {
  readonly project: ConnectorProject;
  /** What its runs are started with. */
  config: JsonObject;
  readonly #options: VersionOptions;

  constructor(project: ConnectorProject, options: VersionOptions) {
    this.project = project;
    this.config = options.config;
    this.#options = options;
  }

  async spec(): Promise<ConnectorSpecification> {
    const { env, signal } = this.#options;
    return (await askConnector(this.project, 'SPEC', { command: 'spec', env, signal })).spec;
  }

  /** @returns The catalog; or why there is none. */
  async discover(): Promise<AirbyteCatalog | Pick<VersionRead, 'problem' | 'missing'>> {
    const { recording, env, signal } = this.#options;
    const answers = await startAnswers(recording, env);
    const changes: Promise<void>[] = [];
    try {
      const onMessage = (message: AirbyteMessage): void => void changes.push(this.#takeConfig(message));
      const { catalog } = await askConnector(this.project, 'CATALOG', {
        command: 'discover',
        config: this.config,
        env: answers.env,
        signal,
        onMessage,
      });
      return catalog;
    } catch (error) {
      return { problem: (error as Error).message, missing: answers.missing };
    } finally {
      await Promise.all([answers.close(), ...changes]);
    }
  }

  /**
   * Reads one stream, one request after another, so that the order is always the same.
   *
   * @param stream As the connection has it: as the old version described it.
   */
  async read(stream: AirbyteStream, from?: StreamState): Promise<VersionRead> {
    const { recording, env, signal } = this.#options;
    const { name, namespace } = stream;
    const descriptor = namespace === undefined ? { name } : { name, namespace };
    const records: JsonObject[] = [];
    const states: VersionRead['states'][number][] = [];
    const errors: string[] = [];
    const changes: Promise<void>[] = [];
    const answers = await startAnswers(recording, env);
    try {
      const end = await startConnector(this.project, {
        command: 'read',
        config: this.config,
        catalog: configured(stream),
        state: from && [{ type: 'STREAM', stream: { stream_descriptor: descriptor, stream_state: from } }],
        args: ['--concurrency', '1'],
        env: answers.env,
        signal,
        onLine: (line) => {
          const message = parseMessage(line);
          if (message.type === 'RECORD') records.push(message.record.data);
          else if (message.type === 'STATE') {
            states.push({ state: message.state.stream.stream_state, recordsBefore: records.length });
          } else if (message.type === 'TRACE' && message.trace.type === 'ERROR')
            errors.push(message.trace.error.message);
          else changes.push(this.#takeConfig(message));
        },
      });
      const problem = end.exitCode === 0 ? undefined : (errors[0] ?? describeEnd(end));
      const { missing, doubts } = answers;
      return { records, states, requests: answers.requests(), problem, missing, doubts };
    } finally {
      await Promise.all([answers.close(), ...changes]);
    }
  }

  async #takeConfig(message: AirbyteMessage): Promise<void> {
    if (message.type !== 'CONTROL' || this.#options.recording !== undefined) return;
    const before = this.config;
    const after = message.control.connectorConfig.config;
    if (!isJsonObject(after)) return;
    this.config = after;
    await this.#options.onConfig(before, after);
  }
}

function configured(stream: AirbyteStream): object {
  const isIncremental = stream.supported_sync_modes.includes('incremental');
  return {
    streams: [{ stream, sync_mode: isIncremental ? 'incremental' : 'full_refresh', destination_sync_mode: 'append' }],
  };
}
