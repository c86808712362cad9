import type { Logger } from '../logger.ts';
import type { Redactor } from './redactor.ts';

/**
 * Keeps stdout for messages and secrets out of stderr, whatever a connector or a library prints: each line for stdout
 * becomes a LOG message, each line for stderr is masked. Call it after the MessageWriter has been made.
 *
 * @returns Sends on what was printed without a line end; call it before the last flush.
 */
export function captureOutput(logger: Logger, redactor: Redactor): () => void {
  const stdout = lineSplitter((line) => {
    if (line.trim() !== '') logger.info(line.trimEnd());
  });
  process.stdout.write = replaceWrite(stdout.add);

  const writeToStderr = process.stderr.write.bind(process.stderr);
  // By lines, so that a secret that is written in two pieces is masked too.
  const stderr = lineSplitter((line, end) => void writeToStderr(redactor.redact(line) + end));
  process.stderr.write = replaceWrite(stderr.add);

  const flush = (): void => {
    stdout.flush();
    stderr.flush();
  };
  process.on('exit', flush);
  return flush;
}

/** Hands on whole lines; the rest waits for its end, or for `flush`. */
function lineSplitter(take: (line: string, end: string) => void): { add: (text: string) => void; flush: () => void } {
  let rest = '';
  return {
    add(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line, '\n');
    },
    flush() {
      const line = rest;
      rest = '';
      if (line !== '') take(line, '');
    },
  };
}

/** Makes a function that can stand in for a stream's `write`, whose encoding and callback are optional. */
function replaceWrite(take: (text: string) => void): typeof process.stdout.write {
  const decoder = new TextDecoder();
  return (chunk: string | Uint8Array, encodingOrDone?: unknown, done?: unknown): boolean => {
    take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
}
