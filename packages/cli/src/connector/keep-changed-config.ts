import { relative } from 'node:path';
import type { ControlMessage } from '@headwater/cdk/protocol';
import type { ConfigFile } from '../project/config-file.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Keeps the config that a connector changed while it ran, as a platform does, and says so: an old refresh token may be void now. */
export async function keepChangedConfig(
  { control }: ControlMessage,
  config: ConfigFile,
  terminal: Terminal,
): Promise<void> {
  const fromEnvironment = await config.keep(control.connectorConfig.config);
  const path = relative(process.cwd(), config.path);
  terminal.warn(
    fromEnvironment.length === 0
      ? `The connector changed its config: ${path} holds the new one.`
      : `The connector changed its config: ${path} holds the new values. ${fromEnvironment.join(', ')} came from the environment and stands there now.`,
  );
}
