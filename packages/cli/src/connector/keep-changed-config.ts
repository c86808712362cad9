import { relative } from 'node:path';
import type { JsonObject } from '@headwater/cdk/protocol';
import type { ConfigFile } from '../project/config-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Keeps the config that a connector changed while it ran, as a platform does, and says so: an old refresh token may be void now.
 *
 * @param changed The whole config.
 */
export async function keepChangedConfig(changed: JsonObject, config: ConfigFile, terminal: Terminal): Promise<void> {
  const kept = await config.keep(changed);
  if (kept === undefined) return;
  const { settings, names, outdated } = kept;
  const places = [
    { path: config.dotEnv.path, values: names },
    { path: config.path, values: settings },
  ].filter(({ values }) => values.length > 0);
  const said = places.map(({ path, values }) => `${relative(process.cwd(), path)} has the new ${values.join(', ')}`);
  terminal.warn(`The connector changed its config: ${said.join('; ')}.`);
  if (outdated.length === 0) return;
  terminal.warn(
    `${outdated.join(', ')} of the environment is old now, and wins over .env: unset it, or give it the value in .env.`,
  );
}
