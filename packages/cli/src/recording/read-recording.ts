import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { JsonObject } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import { comparable } from './comparable-request.ts';
import type { Exchange } from './exchange.ts';
import { fromFixture } from './fixture-file.ts';
import type { Recording } from './recording.ts';

/** What a recording knows of itself. */
export const FACTS_FILE = 'recording.json';

export interface RecordingFacts {
  readonly recordedAt: string;
  /** Where the records of incremental streams have their cursor, by folder. */
  readonly cursors?: Readonly<Record<string, readonly string[]>>;
}

/** The name of a fixture's file: `003-get-orders.json`. */
export const FIXTURE_NAME = /^\d{3,}-.*\.json$/;

/**
 * Reads the fixtures that `headwater record` has written: a folder for each stream, a file for each exchange, in their order.
 *
 * @throws CommandError when there are none, or for a file that is no fixture.
 */
export async function readRecording(folder: string): Promise<Recording> {
  const paths = await fixturePaths(folder);
  if (paths.length === 0) {
    throw new CommandError(`No recording in ${folder}. "headwater record" makes one.`, { exitCode: 2 });
  }
  const { recordedAt, cursors = {} } = ((await readJsonFile(join(folder, FACTS_FILE), 'Recording')) ??
    {}) as Partial<RecordingFacts>;
  const exchanges = await Promise.all(
    paths.map(async (path) => {
      const stream = basename(dirname(path));
      return { ...(await readFixture(path)), stream, cursorPath: cursors[stream] };
    }),
  );
  return {
    exchanges: withoutRepeated(exchanges),
    ...(recordedAt !== undefined && { recordedAt: new Date(recordedAt) }),
  };
}

/** Streams that were recorded one by one may have the same request: all responses to it are those of the first. */
function withoutRepeated<TExchange extends Exchange & { readonly stream: string }>(
  exchanges: readonly TExchange[],
): TExchange[] {
  const owners = new Map<string, string>();
  return exchanges.filter(({ request, stream }) => {
    const { key } = comparable(request);
    if (!owners.has(key)) owners.set(key, stream);
    return owners.get(key) === stream;
  });
}

/** The files of all fixtures in a folder, by stream and then in their order. */
export async function fixturePaths(folder: string): Promise<string[]> {
  const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
  const paths: string[] = [];
  for (const stream of (await namesIn(folder)).toSorted(byNumber)) {
    const names = (await namesIn(join(folder, stream))).filter((name) => FIXTURE_NAME.test(name));
    paths.push(...names.toSorted(byNumber).map((name) => join(folder, stream, name)));
  }
  return paths;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

async function readFixture(path: string): Promise<Exchange> {
  const exchange = fromFixture((await readJsonFile(path, 'Fixture')) as JsonObject);
  if (exchange !== undefined) return exchange;
  throw new CommandError(`${path} is no fixture: it needs request.method, request.url and response.status`, {
    exitCode: 2,
  });
}
