import { comparable } from '../comparable-request.ts';
import { toFixture } from '../fixture-file.ts';
import type { Track } from './track.ts';

const LONGEST_NAME = 60;

/** The files of tracks by their paths in the recording's folder: `orders/001-get-v1-orders.json`. The order of the tracks is kept. */
export function fixtureFiles(tracks: readonly Track[]): Map<string, object> {
  const files = new Map<string, object>();
  const counts = new Map<string, number>();
  for (const { request, responses, owner } of tracks) {
    for (const response of responses) {
      const count = (counts.get(owner) ?? 0) + 1;
      counts.set(owner, count);
      const number = String(count).padStart(3, '0');
      const { method, place } = comparable(request);
      files.set(
        `${folderOf(owner)}/${number}-${slug(`${method} ${new URL(place).pathname}`)}.json`,
        toFixture({ request, response }),
      );
    }
  }
  return files;
}

/** Names of streams may have signs that no folder can. */
export function folderOf(owner: string): string {
  return owner.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^\.+/, '');
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^-|-$/g, '');
}
