import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from './connector-project.ts';

/** What `metadata.yaml` says of a connector's image. */
export interface ConnectorMetadata {
  readonly dockerRepository: string | undefined;
  readonly dockerImageTag: string | undefined;
}

/**
 * Reads a project's `metadata.yaml`, which Airbyte's registry takes; it may be missing.
 *
 * @throws CommandError when it is not valid YAML.
 */
export async function readMetadata({ root }: Pick<ConnectorProject, 'root'>): Promise<ConnectorMetadata> {
  const file = join(root, 'metadata.yaml');
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { dockerRepository: undefined, dockerImageTag: undefined };
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
  let data: Record<string, string | undefined>;
  try {
    // Everything as text: 1.10 is no number.
    data = (parse(content, { schema: 'failsafe' }) as { data?: typeof data } | null)?.data ?? {};
  } catch (error) {
    throw new CommandError(`${file} is not valid YAML: ${(error as Error).message.split('\n')[0]}`, { exitCode: 2 });
  }
  return { dockerRepository: data['dockerRepository'], dockerImageTag: data['dockerImageTag'] };
}
