import { describe, expect, test } from 'vitest';
import { table } from './table.ts';
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

test('what others say is shown, not obeyed: control characters are escaped, in names line ends, too', () => {
  const { written, terminal: people } = terminal({ isTTY: true });
  people.print('two\nlines of \u001B[2J\r\u009B31m\u202Ella');
  people.warn('\u0007');
  people.progress(() => 'or\nders\u001B[2J');
  expect(written).toEqual({
    stdout: 'two\nlines of \\u001b[2J\\u000d\\u009b31m\\u202ella\n',
    stderr: '\\u0007\n\r\u001B[Kor\\nders\\u001b[2J',
  });
  expect(table([{ title: 'stream' }], [['or\nders\u001B[2J']])).toBe('  stream\n  or\\nders\\u001b[2J');
});

test('what is hidden is masked in all that is shown, and JSON stays JSON', () => {
  const { written, terminal: programs } = terminal({ json: true });
  programs.hide((text) => text.replaceAll('s3cret', '****').replaceAll('123456789', '****'));
  programs.warn('token s3cret');
  programs.result({ s3cret: ['a s3cret', 123456789, 123456789n, 12, null, undefined], at: new Date(0) });
  expect(written.stderr).toBe('token ****\n');
  expect(JSON.parse(written.stdout)).toEqual({
    '****': ['a ****', '****', '****', 12, null, null],
    at: '1970-01-01T00:00:00.000Z',
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
