import type { AirbyteStream, ConnectorSpecification, JsonObject } from '@headwater/cdk/protocol';
import { canonicalJson, type StreamUnderTest } from '@headwater/kill-anywhere';
import type { KillFindings } from '../resume/kill-connector.ts';
import { NotTestable } from '../standard-test.ts';
import type { TestSettings } from '../test-settings.ts';
import { answersOf } from './answers-of.ts';
import { configuredCatalog } from './configured-catalog.ts';
import type { Alteration, ConnectorRun, RunConnector, RunRequest } from './run-connector.ts';
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
  /** What answers the connector. @default 'live' */
  readonly api?: 'live' | 'recording';
  /** Ends processes of the connector, and starts them again. @default it is not tested */
  readonly killAnywhere?: (streams: readonly StreamUnderTest[]) => Promise<KillFindings>;
}

/** A read of streams while what their API answers is altered. */
export interface PreparedRead<TResult> {
  readonly streams: readonly TestedStream[];
  readonly alteration: Alteration;
  /** What the alteration sees while it goes on. */
  readonly result: TResult;
}

/** A connector under test. Each run is made once, when a test first asks for it, and serves all tests that ask for the same. */
export class TestedConnector {
  readonly config: JsonObject;
  readonly invalidConfig: JsonObject | undefined;
  readonly #options: TestedConnectorOptions;
  readonly #runs = new Map<string, Promise<ConnectorRun>>();
  readonly #prepared = new Map<string, Promise<PreparedRead<unknown>>>();
  #streams: Promise<readonly TestedStream[]> | undefined;
  #killReport: Promise<KillFindings> | undefined;
  readonly api: 'live' | 'recording';

  constructor(options: TestedConnectorOptions) {
    this.#options = options;
    this.api = options.api ?? 'live';
    this.config = options.config;
    this.invalidConfig = options.invalidConfig;
  }

  /** All runs so far. */
  get runs(): Promise<readonly ConnectorRun[]> {
    return Promise.all(this.#runs.values());
  }

  /**
   * @param time A run that was made is made again for the second time.
   * @throws NotTestable when a recording has no answer to what a command other than `read` asked.
   */
  async run(request: RunRequest, time: 'first' | 'second' = 'first'): Promise<ConnectorRun> {
    const key = canonicalJson({ ...request, alteration: request.alteration?.name, time });
    let run = this.#runs.get(key);
    if (run === undefined) {
      run = this.#options.run(request);
      this.#runs.set(key, run);
    }
    const { missing } = await run;
    if (request.command !== 'read' && missing[0] !== undefined) throw new NotTestable(missing[0]);
    return run;
  }

  spec(): Promise<ConnectorRun> {
    return this.run({ command: 'spec' });
  }

  check(config = this.config, more: Pick<RunRequest, 'alteration'> = {}): Promise<ConnectorRun> {
    return this.run({ command: 'check', config, ...more });
  }

  discover(time?: 'first' | 'second'): Promise<ConnectorRun> {
    return this.run({ command: 'discover', config: this.config }, time);
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
  async readAll(): Promise<ConnectorRun> {
    return this.#read((await this.streams()).map(({ entry }) => ({ stream: entry, syncMode: 'full_refresh' })));
  }

  /** Reads one stream from the beginning, and nothing besides; what it asks its API is seen. */
  readAlone(entry: AirbyteStream, more: Pick<RunRequest, 'alteration'> = {}): Promise<ConnectorRun> {
    return this.#read([{ stream: entry, syncMode: 'full_refresh' }], { isWatched: true, ...more });
  }

  /**
   * Reads streams from the beginning while the answers of the API are altered.
   *
   * @param prepare Called for the first of those who ask by the same name; the others get the same run and result.
   */
  async readAltered<TResult>(
    name: string,
    prepare: () => Promise<PreparedRead<TResult>>,
  ): Promise<{ readonly run: ConnectorRun; readonly result: TResult }> {
    const prepared = (this.#prepared.get(name) ?? prepare()) as Promise<PreparedRead<TResult>>;
    this.#prepared.set(name, prepared);
    const { streams, alteration, result } = await prepared;
    const configured = streams.map(({ entry }) => ({ stream: entry, syncMode: 'full_refresh' }));
    return { run: await this.#read(configured, { alteration }), result };
  }

  /** What came of ending its processes anywhere. @throws NotTestable when that is not tested. */
  async killReport(): Promise<KillFindings> {
    const { killAnywhere } = this.#options;
    const streams = (await this.streams()).filter((stream) => stream.isKillable);
    if (killAnywhere === undefined || streams.length === 0) throw new NotTestable('its processes cannot be ended here');
    return (this.#killReport ??= killAnywhere(streams.map((stream) => stream.underKills)));
  }

  /**
   * Reads incremental streams at once, all that are under test or one; each from the state that is given for it, else from the
   * beginning.
   */
  async readIncrementally(
    stateOf: (stream: TestedStream) => JsonObject | undefined = () => undefined,
    only?: TestedStream,
  ): Promise<ConnectorRun> {
    const streams = (await this.streams()).filter((one) => one.isIncremental && (only === undefined || one === only));
    const state = streams.flatMap((stream) => {
      const streamState = stateOf(stream);
      if (streamState === undefined) return [];
      return [{ type: 'STREAM', stream: { stream_descriptor: stream.descriptor, stream_state: streamState } }];
    });
    return this.#read(
      streams.map(({ entry }) => ({ stream: entry, syncMode: 'incremental' })),
      { ...(state.length > 0 && { state }) },
    );
  }

  #read(
    streams: Parameters<typeof configuredCatalog>[0],
    more: Pick<RunRequest, 'state' | 'isWatched' | 'alteration'> = {},
  ): Promise<ConnectorRun> {
    return this.run({ command: 'read', config: this.config, catalog: configuredCatalog(streams), ...more });
  }

  async #selectStreams(): Promise<readonly TestedStream[]> {
    const { streams: names = [], settings } = this.#options;
    const entries = (await this.catalog()).filter(({ name }) => names.length === 0 || names.includes(name));
    return entries.map((entry) => new TestedStream(this, entry, settings?.streams?.[entry.name] ?? {}));
  }
}
