import { ConnectorError } from '../errors/connector-error.ts';
import { connectionStatusMessage } from '../protocol/build-message.ts';
import type { ConnectionStatusMessage } from '../protocol/messages.ts';
import { untilAborted } from '../streams/until-aborted.ts';
import { prepareConfig } from './prepare-config.ts';
import type { CommandContext } from './read-context.ts';
import type { Source } from './source.ts';

/**
 * Tells whether a source can be used with a config. An error that is written for the user is the answer FAILED.
 *
 * @throws whatever else the source throws: a defect is no answer.
 */
export async function check(
  source: Source<any>,
  config: unknown,
  command: CommandContext,
): Promise<ConnectionStatusMessage> {
  try {
    const { config: valid, run } = await prepareConfig(source, config, command);
    await untilAborted(source.checkConnection(valid, run), run.signal);
    return connectionStatusMessage();
  } catch (error) {
    if (error instanceof ConnectorError && !command.signal.aborted) return connectionStatusMessage(error.message);
    throw error;
  }
}
