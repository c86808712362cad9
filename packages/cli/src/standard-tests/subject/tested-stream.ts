import type { AirbyteStream, JsonObject, StreamDescriptor } from '@headwater/cdk/protocol';
import { eventsOf, labelOf, type StreamEvent, type StreamUnderTest } from '@headwater/kill-anywhere';
import { NotTestable } from '../standard-test.ts';
import type { StreamSettings } from '../test-settings.ts';
import { answersOf } from './answers-of.ts';
import type { ConnectorRun } from './run-connector.ts';
import type { TestedConnector } from './tested-connector.ts';

/** One stream of a run. */
export interface StreamRead {
  readonly run: ConnectorRun;
  /** What the run said about the stream, in its order. */
  readonly events: readonly StreamEvent[];
  readonly records: readonly JsonObject[];
  /** `emitted_at` of each record. */
  readonly emittedAt: readonly number[];
  readonly isComplete: boolean;
}

/** A stream under test. */
export class TestedStream {
  readonly connector: TestedConnector;
  /** As `discover` described it. */
  readonly entry: AirbyteStream;
  readonly settings: StreamSettings;
  readonly descriptor: StreamDescriptor;
  /** Its name for people. */
  readonly label: string;
  readonly #reads = new WeakMap<ConnectorRun, StreamRead>();

  constructor(connector: TestedConnector, entry: AirbyteStream, settings: StreamSettings) {
    this.connector = connector;
    this.entry = entry;
    this.settings = settings;
    const { name, namespace } = entry;
    this.descriptor = namespace === undefined || namespace === null ? { name } : { name, namespace };
    this.label = labelOf(this.descriptor);
  }

  get isIncremental(): boolean {
    return this.entry.supported_sync_modes?.includes('incremental') ?? false;
  }

  /** Paths of the fields that identify a record; none for a stream without a key. */
  get primaryKey(): readonly (readonly string[])[] {
    return this.entry.source_defined_primary_key ?? [];
  }

  /** @throws NotTestable for a stream without a cursor. */
  get cursorPath(): readonly string[] {
    const path = this.entry.default_cursor_field ?? [];
    if (!this.isIncremental || path.length === 0) throw new NotTestable('the stream has no cursor');
    return path;
  }

  /** A full refresh, together with all other streams. */
  async readWithOthers(): Promise<StreamRead> {
    return this.in(await this.connector.readAll());
  }

  /** A second full refresh, of this stream alone. */
  async readAlone(): Promise<StreamRead> {
    await this.connector.readAll();
    return this.in(await this.connector.readAlone(this.entry));
  }

  /** An incremental read from the beginning, together with the other incremental streams. */
  async readIncrementally(): Promise<StreamRead> {
    if (!this.isIncremental) throw new NotTestable('the stream has no cursor');
    return this.in(await this.connector.readIncrementally());
  }

  /** Whether reads can go on from any of its states: a recording has an answer only for those that it was made with. */
  get isKillable(): boolean {
    const modes = this.entry.supported_sync_modes ?? [];
    return modes.length > 0 && !(this.isIncremental && this.connector.api === 'recording');
  }

  /** How it is read by those who end its processes. */
  get underKills(): StreamUnderTest {
    const { descriptor, primaryKey, isIncremental, entry } = this;
    return {
      ...descriptor,
      syncMode: isIncremental ? 'incremental' : 'full_refresh',
      ...(primaryKey.length > 0 && { primaryKey }),
      isResumable: entry.is_resumable ?? isIncremental,
    };
  }

  /**
   * What a run said about this stream.
   *
   * @throws NotTestable when it did not come to its end because a recording had no answer.
   */
  in(run: ConnectorRun): StreamRead {
    let read = this.#reads.get(run);
    if (read === undefined) {
      const events = eventsOf(run, this.descriptor);
      const ofThis = answersOf(run, 'RECORD').filter(
        ({ record: { stream: name, namespace } }) => labelOf({ name, ...(namespace && { namespace }) }) === this.label,
      );
      read = {
        run,
        events,
        records: ofThis.map(({ record }) => record.data),
        emittedAt: ofThis.map(({ record }) => record.emitted_at),
        isComplete: events.some((event) => event.kind === 'status' && event.status === 'COMPLETE'),
      };
      this.#reads.set(run, read);
    }
    const [missing] = run.missing;
    if (!read.isComplete && missing !== undefined) throw new NotTestable(missing);
    return read;
  }
}
