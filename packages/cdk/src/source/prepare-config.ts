import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../errors/config-error.ts';
import { controlMessage } from '../protocol/build-message.ts';
import { isJsonObject, type JsonObject, jsonTypeOf, type JsonValue } from '../protocol/json.ts';
import { configProblems } from './config-problems.ts';
import type { CommandContext, ReadContext } from './read-context.ts';
import { secretValues } from './secret-values.ts';
import type { Source } from './source.ts';
import { specOf } from './spec-of.ts';

export interface PreparedConfig {
  /** For the source: what the user gave, and from each `updateConfig` on what has become of it. */
  readonly config: JsonObject;
  /** What the source and its streams get. */
  readonly run: ReadContext;
}

/**
 * Makes a config fit for the source: its secrets are known to the logger before anything else happens, and it is valid.
 *
 * @throws ConfigError that lists all problems at once.
 */
export async function prepareConfig(
  source: Source<any>,
  config: unknown,
  command: CommandContext,
): Promise<PreparedConfig> {
  const { connectionSpecification } = await specOf(source);
  addSecrets(config);
  if (!isJsonObject(config)) throw new ConfigError(`The config must be a JSON object, got ${jsonTypeOf(config)}`);
  // A copy, so that what the caller has does not change under it.
  const current: Record<string, JsonValue | undefined> = source.migrateConfig(structuredClone(config));
  const isMigrated = !isDeepStrictEqual(current, config);
  if (isMigrated) addSecrets(current);
  const problems = await configProblems(connectionSpecification, current);
  if (problems.length > 0) throw new ConfigError(`The config is not valid: ${problems.join('; ')}`);
  if (isMigrated) await command.deliver(controlMessage(current, command.clock.now()));

  let lastUpdate = Promise.resolve();
  return {
    config: current,
    run: {
      ...command,
      updateConfig(change) {
        const update = updateAfter(lastUpdate, change);
        lastUpdate = update.catch(() => {});
        command.waitUntil(lastUpdate);
        return update;
      },
    },
  };

  async function updateAfter(before: Promise<void>, change: Parameters<ReadContext['updateConfig']>[0]): Promise<void> {
    await before;
    const changed = await change(structuredClone(current));
    if (isDeepStrictEqual(changed, current)) return;
    // The same object: a second client that the source makes of it must not begin with a token that is used up.
    for (const name in current) delete current[name];
    Object.assign(current, changed);
    addSecrets(changed);
    await command.deliver(controlMessage(changed, command.clock.now()));
  }

  function addSecrets(value: unknown): void {
    for (const secret of secretValues(connectionSpecification, value)) command.addSecret(secret);
  }
}
