import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../project/write-file-atomically.ts';

/** Gives the key for those who share one, so that all get the same replacements. */
const VARIABLE = 'HEADWATER_SCRUB_KEY';

/** The key that replacements depend on: from the environment, else made once for a project and kept where only this user reads it. */
export async function scrubKey(
  privateFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Buffer> {
  const shared = env[VARIABLE];
  if (shared !== undefined && shared !== '') return Buffer.from(shared);
  const path = join(privateFolder, 'scrub-key');
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (kept !== '') return Buffer.from(kept.trim());
  const made = randomBytes(32).toString('hex');
  await writeFileAtomically(path, `${made}\n`);
  return Buffer.from(made);
}
