import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonObject } from '../protocol/json.ts';
import type { ConnectorSpecification } from '../protocol/spec.ts';
import type { SourceContext } from '../streams/contexts.ts';
import type { AnyStream } from '../streams/stream.ts';
import { readFirstRecord } from './read-first-record.ts';
import { streamsOf } from './streams-of.ts';

/**
 * One API as a connector: what it needs to be configured, whether it can be used, and which streams it has.
 *
 * @typeParam TConfig The config, best generated from the spec's schema. It has been validated against the spec before any
 *   method gets it.
 */
export abstract class Source<TConfig extends object = JsonObject> {
  /**
   * Names of the streams that `checkConnection` reads from.
   * @default the first stream
   */
  readonly checkStreams?: readonly string[];

  /**
   * Ends the read at the first stream that fails. By default the other streams go on.
   * @default false
   */
  readonly stopOnStreamFailure?: boolean;

  /**
   * How many slices are read at once, over all streams: how many requests may be under way. With 1 the streams are read one after
   * another, and the order of all output is certain. Called once a read.
   *
   * @example override concurrency({ num_workers = 10 }: Config) { return num_workers; }
   * @returns A whole number from 1 to 1000; 4 by default.
   */
  concurrency(_config: TConfig): number {
    return 4;
  }

  /** What the connector needs to be configured. Import it from `spec.json`. */
  abstract spec(): ConnectorSpecification | Promise<ConnectorSpecification>;

  /**
   * Makes a config that was written for an earlier version of this connector what the present spec wants, and leaves every other as it
   * is. Called before the config is validated, in each command; what changed is handed to the platform at once, to keep.
   *
   * @example override migrateConfig({ token, ...rest }: JsonObject) { return token === undefined ? rest : { ...rest, api_token: token }; }
   */
  migrateConfig(config: JsonObject): JsonObject {
    return config;
  }

  /**
   * The streams of this source: at least one, each with a name of its own. A catalog's order is the order in which they begin.
   * Called once a command, after the config is validated.
   */
  abstract streams(config: TConfig, context: SourceContext): readonly AnyStream[] | Promise<readonly AnyStream[]>;

  /**
   * Resolves when the source can be used with `config`. By default reads the first record of `checkStreams`; a stream
   * without records is fine.
   *
   * @throws ConfigError that says what to change, or another ConnectorError; both make the answer of `check` FAILED.
   */
  async checkConnection(config: TConfig, context: SourceContext): Promise<void> {
    const streams = await streamsOf(this, config, context);
    const names = this.checkStreams ?? streams.slice(0, 1).map((stream) => stream.name);
    for (const name of names) {
      const stream = streams.find((candidate) => candidate.name === name);
      if (stream === undefined)
        throw new ConnectorError(`checkStreams names the stream "${name}", which is not in this source`);
      await readFirstRecord(stream, context);
    }
  }
}
