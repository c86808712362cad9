import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordMessage } from './build-message.ts';
import type { StreamDescriptor } from './catalog.ts';
import { RecordLines } from './record-lines.ts';

const NOW = 1_767_225_600_123;

function line(stream: StreamDescriptor, record: unknown, emittedAt = NOW): string {
  const lines = new RecordLines(stream);
  lines.emittedAt = emittedAt;
  lines.add(record);
  return textOf(lines.take());
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function slowLine(stream: StreamDescriptor, record: unknown, emittedAt = NOW): string {
  return `${JSON.stringify(recordMessage(stream, record as never, emittedAt))}\n`;
}

class Money {
  readonly #amount: number;
  readonly currency = 'EUR';
  constructor(amount: number) {
    this.#amount = amount;
  }
  toJSON(): object {
    return { amount: this.#amount, currency: this.currency };
  }
}

describe('P5: a RECORD line is the same as the message written by JSON.stringify', () => {
  test.each<[string, StreamDescriptor, object]>([
    ['a plain record', { name: 'orders' }, { id: 1, name: 'a' }],
    ['a namespace', { name: 'orders', namespace: 'shop' }, { id: 1 }],
    ['an empty namespace', { name: 'orders', namespace: '' }, { id: 1 }],
    ['names with quotes, backslashes and line ends', { name: 'a"b\\c\nd', namespace: '"}},{"\u2028' }, { id: 1 }],
    ['names in other scripts', { name: '注文 😀', namespace: 'é' }, { 'ключ "x"': 'значение' }],
    ['lone surrogates', { name: '\ud800' }, { '\udc00': 'a\ud800b' }],
    ['line separators', { name: 'x' }, { a: '\n\r\t\u2028\u2029\u0000\u007f' }],
    ['an empty record', { name: 'x' }, {}],
    ['P1: null is kept', { name: 'x' }, { a: null, b: [null], c: { d: null } }],
    ['undefined is left out, and null in a list', { name: 'x' }, { a: undefined, b: [undefined], c: 1 }],
    ['functions and symbols are left out', { name: 'x' }, { a: () => 1, b: Symbol('s'), c: 1 }],
    ['NaN and the infinities are null', { name: 'x' }, { a: Number.NaN, b: Infinity, c: -Infinity, d: -0 }],
    ['dates', { name: 'x' }, { at: new Date(0) }],
    ['an object that says how it is JSON', { name: 'x' }, new Money(3)],
    ['a member that says so', { name: 'x' }, { price: new Money(3) }],
    ['no prototype', { name: 'x' }, Object.assign(Object.create(null) as object, { a: 1 })],
    ['__proto__ as a name', { name: 'x' }, JSON.parse('{"__proto__":{"a":1}}') as object],
    ['a map, which JSON sees nothing of', { name: 'x' }, new Map([[1, 2]])],
  ])('%s', (_, stream, record) => {
    expect(line(stream, record)).toBe(slowLine(stream, record));
    expect(line(stream, record).split('\n')).toHaveLength(2);
  });

  test('any record under any name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })),
        fc.nat(),
        (name, namespace, record, emittedAt) => {
          const stream = namespace === undefined ? { name } : { name, namespace };
          expect(line(stream, record, emittedAt)).toBe(slowLine(stream, record, emittedAt));
        },
      ),
    );
  });
});

describe('lines by the chunk', () => {
  const stream = { name: 'orders' };

  test('records come in the order in which they were added, each with the time set before it', () => {
    const lines = new RecordLines(stream);
    lines.emittedAt = 1;
    lines.add({ id: 1 });
    lines.add({ id: 2 });
    lines.emittedAt = 2;
    lines.add({ id: 3 });
    expect(textOf(lines.take())).toBe(
      slowLine(stream, { id: 1 }, 1) + slowLine(stream, { id: 2 }, 1) + slowLine(stream, { id: 3 }, 2),
    );
  });

  test('what was taken is gone, and stays as it is when more is added', () => {
    const lines = new RecordLines(stream);
    lines.emittedAt = NOW;
    expect(lines.isEmpty).toBe(true);
    lines.add({ id: 1 });
    expect(lines.isEmpty).toBe(false);
    const first = lines.take();
    expect([lines.isEmpty, lines.take().byteLength]).toEqual([true, 0]);
    lines.add({ id: 2 });
    const second = lines.take();
    expect([textOf(first), textOf(second)]).toEqual([slowLine(stream, { id: 1 }), slowLine(stream, { id: 2 })]);
  });

  test('64 KiB are a chunk', () => {
    const lines = new RecordLines(stream);
    lines.emittedAt = NOW;
    const size = slowLine(stream, { text: '' }).length;
    lines.add({ text: 'x'.repeat(64 * 1024 - size - 1) });
    expect(lines.isChunk).toBe(false);
    lines.add({});
    expect(lines.isChunk).toBe(true);
    lines.take();
    expect(lines.isChunk).toBe(false);
  });

  test.each([
    ['one byte a character', 'x'],
    ['two', 'é'],
    ['three', '€'],
    ['four', '😀'],
    ['escapes', '\u0000'],
  ])('records of any size are whole, with characters of %s', (_, character) => {
    const lines = new RecordLines(stream);
    lines.emittedAt = NOW;
    let expected = '';
    for (const length of [1, 70_000, 0, 200_000, 10]) {
      lines.add({ text: character.repeat(length) });
      expected += slowLine(stream, { text: character.repeat(length) });
    }
    expect(textOf(lines.take()) === expected).toBe(true);
  });

  test('F: a record that cannot be written adds nothing', () => {
    const lines = new RecordLines(stream);
    lines.emittedAt = NOW;
    lines.add({ id: 1 });
    expect(() => lines.add([2])).toThrow('a record must be an object, got [2]');
    lines.add({ id: 3 });
    expect(textOf(lines.take())).toBe(slowLine(stream, { id: 1 }) + slowLine(stream, { id: 3 }));
  });

  test('P15: a bigint leaves digit for digit', () => {
    expect(line(stream, { id: 9007199254740993n })).toContain('"data":{"id":9007199254740993}}}\n');
  });
});
