import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from './read-recording.ts';
import { type Replay, startReplay } from './start-replay.ts';

/** The config that a recording was made with, secrets replaced. */
export const CONFIG_FILE = 'config.json';

export interface OpenRecording {
  readonly replay: Replay;
  /** `undefined` when the recording has none. */
  readonly configFile: string | undefined;
}

/**
 * Starts to replay what is recorded in a folder.
 *
 * @param env What a connector is started with otherwise.
 */
export async function openRecording(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OpenRecording> {
  const replay = await startReplay(await readRecording(folder), { env });
  const path = join(folder, CONFIG_FILE);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return { replay, configFile: isThere ? path : undefined };
}
