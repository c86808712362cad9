import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { logMessage, recordMessage, stateMessage } from '../protocol/build-message.ts';
import { MessageWriter } from './message-writer.ts';
import { Redactor } from './redactor.ts';

/** A stdout whose reader takes a chunk only when the test lets it. */
class SlowStdout extends Writable {
  readonly chunks: string[] = [];
  #taken: (() => void) | undefined;
  #isHeld: boolean;

  constructor(options: { readonly isHeld: boolean; readonly highWaterMark?: number }) {
    super({ highWaterMark: options.highWaterMark ?? 1024 });
    this.#isHeld = options.isHeld;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk.toString());
    if (this.#isHeld) this.#taken = done;
    else done();
  }

  /** The reader takes what was written, and everything after it. */
  release(): void {
    this.#isHeld = false;
    this.#taken?.();
  }

  /** The reader takes what was written, and holds the next chunk. */
  take(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  get lines(): string[] {
    return this.chunks.join('').split('\n').slice(0, -1);
  }
}

const info = (text: string) => logMessage('INFO', text);
const texts = (stdout: SlowStdout): string[] =>
  stdout.lines.map((line) => (JSON.parse(line) as { log: { message: string } }).log.message);
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const records = (text: string): Uint8Array =>
  Buffer.from(`${JSON.stringify(recordMessage({ name: 's' }, { text }, 1))}\n`);

describe('P1: one JSON object a line', () => {
  test('P15: an integer beyond 2^53 leaves digit for digit', async () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(stateMessage({ name: 's' }, { id: 9007199254740993n }, 0));
    await writer.flush();
    expect(stdout.lines).toEqual([expect.stringContaining('"stream_state":{"id":9007199254740993}')]);
  });

  test('in the order in which they were written, messages and record lines alike', async () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(info('a'));
    void writer.write(records('b'));
    void writer.write(info('c\nd'));
    await writer.flush();
    expect(stdout.lines).toEqual([
      '{"type":"LOG","log":{"level":"INFO","message":"a"}}',
      '{"type":"RECORD","record":{"stream":"s","emitted_at":1,"data":{"text":"b"}}}',
      '{"type":"LOG","log":{"level":"INFO","message":"c\\nd"}}',
    ]);
    expect(stdout.chunks.join('').endsWith('\n')).toBe(true);
  });

  test('P12: secrets are masked in messages and not in records', async () => {
    const redactor = new Redactor();
    redactor.add('hunter2-hunter2');
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, redactor);
    void writer.write(info('hunter2-hunter2'));
    void writer.write(records('hunter2-hunter2'));
    await writer.flush();
    expect(stdout.lines[0]).toContain('"message":"****"');
    expect(stdout.lines[1]).toContain('"text":"hunter2-hunter2"');
  });
});

describe('chunks', () => {
  test('messages of one turn are written together, and leave without a flush', async () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    for (const text of ['a', 'b', 'c']) expect(writer.write(info(text))).toBeUndefined();
    expect(stdout.chunks).toEqual([]);
    await turn();
    expect(stdout.chunks).toHaveLength(1);
    expect(texts(stdout)).toEqual(['a', 'b', 'c']);
    void writer.write(info('d'));
    await turn();
    expect([stdout.chunks.length, texts(stdout)]).toEqual([2, ['a', 'b', 'c', 'd']]);
  });

  test('64 KiB are written at once', () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(records('x'.repeat(64 * 1024 - 200)));
    expect(stdout.chunks).toEqual([]);
    void writer.write(records('y'.repeat(200)));
    expect(stdout.chunks).toHaveLength(1);
    expect(stdout.lines).toHaveLength(2);
  });
});

describe('P3: a slow reader', () => {
  test('write gives a promise until the reader has taken what there is', async () => {
    const stdout = new SlowStdout({ isHeld: true });
    const writer = new MessageWriter(stdout, new Redactor());
    const wait = writer.write(records('x'.repeat(70_000)));
    expect(wait).toBeInstanceOf(Promise);
    let isOver = false;
    void wait?.then(() => (isOver = true));
    await turn();
    expect(isOver).toBe(false);
    stdout.release();
    await wait;
    expect(writer.write(info('next'))).toBeUndefined();
  });

  test('nothing more is written to it before it drains, and log lines keep their order', async () => {
    const stdout = new SlowStdout({ isHeld: true });
    const writer = new MessageWriter(stdout, new Redactor());
    const wait = writer.write(info('x'.repeat(70_000)));
    for (const text of ['a', 'b']) void writer.write(info(text));
    await turn();
    void writer.write(info('c'));
    await turn();
    expect([stdout.chunks.length, stdout.writableLength]).toEqual([1, stdout.chunks[0]?.length]);
    stdout.release();
    await wait;
    void writer.write(info('d'));
    await writer.flush();
    expect(texts(stdout).slice(1)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('flush waits for everything', async () => {
    const stdout = new SlowStdout({ isHeld: true });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(info('x'.repeat(70_000)));
    void writer.write(info('y'.repeat(70_000)));
    void writer.write(info('z'));
    let isOver = false;
    const flushed = writer.flush().then(() => (isOver = true));
    for (let count = 0; count < 3; count++) {
      await turn();
      expect(isOver).toBe(false);
      expect(stdout.chunks.length).toBe(count === 0 ? 1 : 2);
      if (count === 0) stdout.take();
    }
    stdout.release();
    await flushed;
    expect(texts(stdout).map((text) => text[0])).toEqual(['x', 'y', 'z']);
    expect(stdout.writableLength).toBe(0);
  });

  test('flush also waits for a small write that the reader has not taken', async () => {
    const stdout = new SlowStdout({ isHeld: true, highWaterMark: 1_000_000 });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(info('a'));
    let isOver = false;
    const flushed = writer.flush().then(() => (isOver = true));
    await turn();
    await turn();
    expect([stdout.chunks.length, isOver]).toEqual([1, false]);
    stdout.release();
    await flushed;
    expect(texts(stdout)).toEqual(['a']);
  });

  test('flush without anything to write resolves', async () => {
    const stdout = new SlowStdout({ isHeld: false });
    await expect(new MessageWriter(stdout, new Redactor()).flush()).resolves.toBeUndefined();
    expect(stdout.chunks.join('')).toBe('');
  });

  test('many waits leave no listener behind', async () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    for (let count = 0; count < 20; count++) await writer.write(records('x'.repeat(70_000)));
    expect([stdout.listenerCount('drain'), stdout.lines.length]).toEqual([0, 20]);
  });
});

test('what others later put in place of write changes nothing', async () => {
  const stdout = new SlowStdout({ isHeld: false });
  const writer = new MessageWriter(stdout, new Redactor());
  stdout.write = () => {
    throw new Error('taken away');
  };
  void writer.write(info('a'));
  await writer.flush();
  expect(texts(stdout)).toEqual(['a']);
});

describe('P13: a message that must not be lost', () => {
  test('is written at once, after what was taken before it', () => {
    const stdout = new SlowStdout({ isHeld: false });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(info('a'));
    void writer.deliver(info('b'));
    expect(texts(stdout)).toEqual(['a', 'b']);
  });

  test('is delivered when the reader has taken it, not before', async () => {
    const stdout = new SlowStdout({ isHeld: true, highWaterMark: 1 });
    const writer = new MessageWriter(stdout, new Redactor());
    void writer.write(info('a'));
    await turn();
    let isDelivered = false;
    const delivery = writer.deliver(info('b')).then(() => (isDelivered = true));
    void writer.write(info('c'));
    await turn();
    stdout.take();
    await turn();
    expect([texts(stdout), isDelivered]).toEqual([['a', 'b'], false]);
    stdout.release();
    await delivery;
    await writer.flush();
    expect(texts(stdout)).toEqual(['a', 'b', 'c']);
  });
});
