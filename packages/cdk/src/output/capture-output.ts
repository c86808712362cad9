import type { Logger } from '../logger.ts';
import type { Redactor } from './redactor.ts';

/**
 * Keeps stdout for messages and secrets out of stderr, whatever a connector or a library prints: text for stdout
 * becomes LOG messages, a line each; text for stderr is masked. Call it after the MessageWriter has been made.
 *
 * @returns Sends on what was printed without a line end; call it before the last flush.
 */
export function captureOutput(logger: Logger, redactor: Redactor): () => void {
  let rest = '';

  process.stdout.write = replaceWrite((text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') logger.info(line.trimEnd());
  });

  const writeToStderr = process.stderr.write.bind(process.stderr);
  process.stderr.write = replaceWrite((text) => {
    writeToStderr(redactor.redact(text));
  });

  return () => {
    if (rest.trim() !== '') logger.info(rest);
    rest = '';
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
