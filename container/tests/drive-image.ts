import { join } from 'node:path';
import { type ConnectorRun, runConnector, type RunConnectorOptions } from '@headwater/cdk/testing';
import { expectProtocolLine } from '../../packages/cdk/test/protocol-schema.ts';
import { readSetup } from '../setup.ts';

export const setup = readSetup();

/** A project whose connector is the image that the variable IMAGE names. */
export const projectInContainer = join(import.meta.dirname, '../connector');

/** Runs a command of an image in a container without rights, and checks every line it prints. */
export async function runImage(
  image: string,
  command: string,
  options: RunConnectorOptions = {},
): Promise<ConnectorRun> {
  const env = { DOCKER_HOST: setup.dockerHost, IMAGE: image, ...options.env };
  const run = await runConnector(join(projectInContainer, 'connector-in-container.js'), command, { ...options, env });
  for (const line of run.lines) expectProtocolLine(line);
  return run;
}
