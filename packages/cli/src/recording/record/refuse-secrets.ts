import { gunzipSync } from 'node:zlib';
import { CommandError } from '../../command-error.ts';
import type { Scrubber } from '../scrub/scrubber.ts';
import type { Track } from './track.ts';

/**
 * The last look at what is going to be written: texts of files, their names, and bytes that nobody could scrub.
 *
 * @throws CommandError that names the first place with a secret.
 */
export function refuseSecrets(files: ReadonlyMap<string, string>, tracks: readonly Track[], scrubber: Scrubber): void {
  for (const { request, responses } of tracks) {
    for (const { body } of [request, ...responses]) {
      if (scrubber.hasSecret(body.toString('latin1')) || scrubber.hasSecret(unpacked(body))) refuse(request.url);
    }
  }
  for (const [path, text] of files) {
    if (scrubber.hasSecret(path)) refuse('the name of a file');
    if (scrubber.hasSecret(text)) refuse(path);
  }
}

function refuse(place: string): never {
  throw new CommandError(
    `A secret of the config, or a token that the API gave out, is still in ${place}. Nothing was written. ` +
      'It stands in data that cannot be scrubbed, such as a packed file: leave that stream out with --stream.',
  );
}

function unpacked(body: Buffer): string {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return '';
  try {
    return gunzipSync(body).toString();
  } catch {
    return '';
  }
}
