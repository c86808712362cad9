import type { AirbyteStream, ConnectorSpecification, JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson, type ReadRun } from '@headwater/kill-anywhere';
import { NotTestable } from '../standard-test.ts';
import type { TestSettings } from '../test-settings.ts';
import { answersOf } from './answers-of.ts';
import { configuredCatalog } from './configured-catalog.ts';
import type { RunConnector, RunRequest } from './run-connector.ts';
import { TestedStream } from './tested-stream.ts';

export interface TestedConnectorOptions {
  readonly run: RunConnector;
  /** One that works. */
  readonly config: JsonObject;
  /** One that the API refuses. @default the config, with secrets that nobody ever had */
  readonly invalidConfig?: JsonObject | undefined;
  /** The streams to test, by name. @default all */
  readonly streams?: readonly string[];
  readonly settings?: TestSettings;
}

/** A connector under test. Each run is made once, when a test first asks for it, and serves all tests that ask for the same. */
export class TestedConnector {
  readonly config: JsonObject;
  readonly invalidConfig: JsonObject | undefined;
  readonly #options: TestedConnectorOptions;
  readonly #runs = new Map<string, Promise<ReadRun>>();
  #streams: Promise<readonly TestedStream[]> | undefined;

  constructor(options: TestedConnectorOptions) {
    this.#options = options;
    this.config = options.config;
    this.invalidConfig = options.invalidConfig;
  }

  /** All runs so far. */
  get runs(): Promise<readonly ReadRun[]> {
    return Promise.all(this.#runs.values());
  }

  run(request: RunRequest): Promise<ReadRun> {
    const key = canonicalJson(request);
    let run = this.#runs.get(key);
    if (run === undefined) {
      run = this.#options.run(request);
      this.#runs.set(key, run);
    }
    return run;
  }

  spec(): Promise<ReadRun> {
    return this.run({ command: 'spec' });
  }

  check(config = this.config): Promise<ReadRun> {
    return this.run({ command: 'check', config });
  }

  discover(): Promise<ReadRun> {
    return this.run({ command: 'discover', config: this.config });
  }

  /** @throws NotTestable when `spec` did not answer one. */
  async specification(): Promise<ConnectorSpecification> {
    const [answer] = answersOf(await this.spec(), 'SPEC');
    if (answer === undefined) throw new NotTestable('spec gave no SPEC');
    return answer.spec;
  }

  /** @throws NotTestable when `discover` did not answer one. */
  async catalog(): Promise<readonly AirbyteStream[]> {
    const [answer] = answersOf(await this.discover(), 'CATALOG');
    if (answer === undefined) throw new NotTestable('discover gave no CATALOG');
    return answer.catalog.streams;
  }

  /** The streams under test. */
  streams(): Promise<readonly TestedStream[]> {
    return (this.#streams ??= this.#selectStreams());
  }

  /** Reads all streams under test at once, from the beginning, and each as a full refresh. */
  async readAll(): Promise<ReadRun> {
    return this.#read((await this.streams()).map(({ entry }) => ({ stream: entry, syncMode: 'full_refresh' })));
  }

  /** Reads one stream from the beginning, and nothing besides. */
  readAlone(entry: AirbyteStream): Promise<ReadRun> {
    return this.#read([{ stream: entry, syncMode: 'full_refresh' }]);
  }

  /** Reads all incremental streams under test at once; each from the state that is given for it, else from the beginning. */
  async readIncrementally(
    stateOf: (stream: TestedStream) => JsonObject | undefined = () => undefined,
  ): Promise<ReadRun> {
    const streams = (await this.streams()).filter(({ isIncremental }) => isIncremental);
    const state = streams.flatMap((stream) => {
      const streamState = stateOf(stream);
      if (streamState === undefined) return [];
      return [{ type: 'STREAM', stream: { stream_descriptor: stream.descriptor, stream_state: streamState } }];
    });
    return this.#read(
      streams.map(({ entry }) => ({ stream: entry, syncMode: 'incremental' })),
      state,
    );
  }

  #read(streams: Parameters<typeof configuredCatalog>[0], state: readonly object[] = []): Promise<ReadRun> {
    const catalog = configuredCatalog(streams);
    return this.run({ command: 'read', config: this.config, catalog, ...(state.length > 0 && { state }) });
  }

  async #selectStreams(): Promise<readonly TestedStream[]> {
    const { streams: names = [], settings } = this.#options;
    const entries = (await this.catalog()).filter(({ name }) => names.length === 0 || names.includes(name));
    return entries.map((entry) => new TestedStream(this, entry, settings?.streams?.[entry.name] ?? {}));
  }
}
