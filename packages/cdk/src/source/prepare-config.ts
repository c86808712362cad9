import { ConfigError } from '../errors/config-error.ts';
import { isJsonObject, type JsonObject, jsonTypeOf } from '../protocol/json.ts';
import type { RunContext } from '../streams/contexts.ts';
import { configProblems } from './config-problems.ts';
import { secretValues } from './secret-values.ts';
import type { Source } from './source.ts';
import { specOf } from './spec-of.ts';

/**
 * Makes a config fit for the source: its secrets are known to the logger before anything else happens, and it is valid.
 *
 * @throws ConfigError that lists all problems at once.
 */
export async function prepareConfig(
  source: Source<any>,
  config: unknown,
  { addSecret }: RunContext,
): Promise<JsonObject> {
  const { connectionSpecification } = await specOf(source);
  for (const secret of secretValues(connectionSpecification, config)) addSecret(secret);
  if (!isJsonObject(config)) throw new ConfigError(`The config must be a JSON object, got ${jsonTypeOf(config)}`);
  const problems = await configProblems(connectionSpecification, config);
  if (problems.length > 0) throw new ConfigError(`The config is not valid: ${problems.join('; ')}`);
  return config;
}
