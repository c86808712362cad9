import type { Contestant } from './contestant.ts';
import { runProcess } from './run-process.ts';

/** What a contestant has written. */
export interface Output {
  readonly bytes: number;
  readonly ids: ReadonlySet<number>;
}

/**
 * Lets a contestant read once without timing it, and looks at each line it writes.
 *
 * @throws Error when it did not write exactly `records` RECORD lines, each with an `id` of its own.
 */
export async function readOutput(
  contestant: Contestant,
  apiUrl: string,
  pageSize: number,
  records: number,
): Promise<Output> {
  const ids = new Set<number>();
  let count = 0;
  let bytes = 0;
  const lines = new LineReader((line) => {
    const message = JSON.parse(line) as { type: string; record?: { data: { id: number } } };
    if (message.type !== 'RECORD' || message.record === undefined) return;
    count++;
    ids.add(message.record.data.id);
  });
  await runProcess(contestant.read(apiUrl, pageSize), 'pipe', (chunk) => {
    bytes += chunk.length;
    lines.push(chunk);
  });
  if (count !== records || ids.size !== records) {
    throw new Error(`${contestant.name} wrote ${count} records with ${ids.size} different ids, expected ${records}`);
  }
  return { bytes, ids };
}

/** @throws Error when `output` has an id that `expected` has not. Both have as many. */
export function expectSameIds(contestant: Contestant, output: Output, expected: Output): void {
  for (const id of output.ids) {
    if (!expected.ids.has(id)) throw new Error(`${contestant.name} wrote record ${id}, which others did not`);
  }
}

/** Cuts chunks of bytes into lines. */
class LineReader {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() as string;
    for (const line of lines) this.#onLine(line);
  }
}
