import { format } from 'node:util';
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
  divert(process.stdout, stdout.add);

  const writeToStderr = process.stderr.write.bind(process.stderr);
  // By lines, so that a secret that is written in two pieces is masked too.
  const stderr = lineSplitter((line, end) => void writeToStderr(redactor.redact(line) + end));
  divert(process.stderr, stderr.add);
  divertRawDebug(redactor);

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

/**
 * Gives what others write to a stream to `take`, and keeps them from ending it: to whoever ends or destroys it, it looks ended, and
 * it goes on taking what comes.
 */
function divert(stream: NodeJS.WriteStream, take: (text: string) => void): void {
  const decoder = new TextDecoder();
  // The encoding and the callback are optional, the encoding by itself too.
  const write = (chunk: string | Uint8Array, encodingOrDone?: unknown, done?: unknown): boolean => {
    take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
  const end = (chunkOrDone?: unknown, encodingOrDone?: unknown, done?: unknown): NodeJS.WriteStream => {
    const isChunk = typeof chunkOrDone === 'string' || chunkOrDone instanceof Uint8Array;
    if (isChunk) write(chunkOrDone);
    const callback = [chunkOrDone, encodingOrDone, done].find((argument) => typeof argument === 'function');
    process.nextTick(() => {
      stream.emit('finish');
      callback?.();
      stream.emit('close');
    });
    return stream;
  };
  const destroyItself = stream.destroy.bind(stream);
  const destroy = (error?: Error): NodeJS.WriteStream => {
    // Node calls this, too, when a write failed: nobody reads any more.
    if (error !== undefined && error === stream.errored) return destroyItself(error);
    process.nextTick(() => stream.emit('close'));
    return stream;
  };
  Object.assign(stream, { write, end, destroy, destroySoon: () => destroy() });
}

/** Node's own way round the streams, for what must be said at once. */
function divertRawDebug(redactor: Redactor): void {
  const node = process as unknown as { _rawDebug: (...values: unknown[]) => void };
  const write = node._rawDebug;
  node._rawDebug = (...values) => write(redactor.redact(format(...values)));
}
