import { isJsonObject, type JsonValue } from '@headwater/cdk/protocol';
import type { KeptConfig } from '../../connector/kept-config.ts';
import type { RunConnector } from './run-connector.ts';

/** A setting that an API may replace each time it is used. */
const ROTATING_NAME = /refresh_?token/i;

/**
 * Starts each run with the config that the one before has left. Where the connector changes its config, or has a refresh token that it
 * may have to change, its runs come one after another: two that use the same token up can cost the user the login. Runs with another config,
 * such as a wrong one, change nothing.
 */
export function carryConfig(run: RunConnector, config: Pick<KeptConfig, 'values' | 'take'>): RunConnector {
  const given = config.values;
  const isRotating = hasRefreshToken(given);
  let runsSoFar: Promise<unknown> = Promise.resolve();
  return (request) => {
    if (request.config !== given) return run(request);
    const start = (): ReturnType<RunConnector> =>
      run({ ...request, config: config.values }, (message) => config.take(message));
    const mine = isRotating || config.values !== given ? runsSoFar.then(start) : start();
    runsSoFar = Promise.allSettled([runsSoFar, mine]);
    return mine;
  };
}

function hasRefreshToken(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(hasRefreshToken);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(
    ([name, member]) => (ROTATING_NAME.test(name) && Boolean(member)) || hasRefreshToken(member),
  );
}
