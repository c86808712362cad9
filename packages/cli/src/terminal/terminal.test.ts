import { describe, expect, test } from 'vitest';
import { Terminal } from './terminal.ts';

function terminal(options: { json?: boolean; isTTY?: boolean; columns?: number } = {}) {
  const { json = false, isTTY = false, columns } = options;
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    isTTY,
    ...(columns === undefined ? {} : { columns }),
    write: (text: string) => void (written[name] += text),
  });
  return { written, terminal: new Terminal(sink('stdout'), sink('stderr'), { json }) };
}

describe('for people', () => {
  test('text goes to stdout, warnings to stderr, the result nowhere', () => {
    const { written, terminal: people } = terminal();
    people.print('a');
    people.warn('b');
    people.result({ ok: true });
    expect(written).toEqual({ stdout: 'a\n', stderr: 'b\n' });
  });

  test('progress is one line of a terminal, gone before the next text, and nothing elsewhere', () => {
    const { written, terminal: people } = terminal({ isTTY: true, columns: 10 });
    people.progress(() => 'Reading a long list');
    people.progress(() => 'not so soon after');
    people.print('done');
    expect(written).toEqual({ stdout: 'done\n', stderr: '\r\u001B[KReading a\r\u001B[K' });
    const { written: piped, terminal: pipe } = terminal();
    pipe.progress(() => 'Reading');
    expect(piped).toEqual({ stdout: '', stderr: '' });
  });
});

test('a terminal that does not know its width shows whole lines', () => {
  const { written, terminal: people } = terminal({ isTTY: true, columns: 0 });
  expect(people.columns).toBe(Infinity);
  people.progress(() => 'Reading orders');
  expect(written.stderr).toBe('\r\u001B[KReading orders');
});

test('--json: stdout holds one document and nothing else; a bigint is the integer it is', () => {
  const { written, terminal: program } = terminal({ json: true });
  program.print('a');
  program.result({ id: 1152921504606846977n });
  expect(written.stdout).toBe('{\n  "id": 1152921504606846977\n}\n');
});
