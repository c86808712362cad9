import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { askChoices } from './ask-choices.ts';

const ENTER = '\r';
const DOWN = '\u001B[B';
const ESCAPE = '\u001B';
const BACKSPACES = Array.from('Billing', () => '\u007F');

/** A terminal on which somebody presses these keys, a list for each question. */
function terminalWith(answers: readonly (readonly string[])[]): {
  input: PassThrough;
  output: PassThrough;
  shown: () => string;
} {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...answers];
  let shown = '';
  let questions = 0;
  output.on('data', (chunk: Buffer) => {
    shown += stripVTControlCharacters(chunk.toString());
    const asked = new Set(shown.match(/[^\n│◆◇]+\?/g)).size;
    if (asked <= questions) return;
    questions = asked;
    const answer = left.shift();
    if (answer !== undefined) setImmediate(() => answer.forEach((key) => input.write(key)));
  });
  return { input, output, shown: () => shown };
}

test('Enter takes the default of each question', async () => {
  const terminal = terminalWith([['source-billing', ENTER], [ENTER], [ENTER], [ENTER], [ENTER]]);
  expect(await askChoices({ name: undefined, packageManager: 'pnpm' }, terminal)).toEqual({
    name: 'source-billing',
    choices: { auth: 'bearer', paging: 'token', streams: ['incremental'], packageManager: 'pnpm' },
  });
});

test('asks for no name that is known, and takes what was chosen', async () => {
  const terminal = terminalWith([
    [DOWN, DOWN, ENTER],
    [DOWN, ENTER],
    [DOWN, ' ', ENTER],
    [DOWN, ENTER],
  ]);
  expect(await askChoices({ name: 'source-billing', packageManager: 'npm' }, terminal)).toEqual({
    name: 'source-billing',
    choices: { auth: 'basic', paging: 'page', streams: ['incremental', 'child'], packageManager: 'pnpm' },
  });
  expect(terminal.shown()).not.toContain('called');
});

test('says at once that a name will not do', async () => {
  const terminal = terminalWith([
    ['Billing', ENTER, ...BACKSPACES, 'billing', ENTER],
    [ENTER],
    [ENTER],
    [ENTER],
    [ENTER],
  ]);
  expect((await askChoices({ name: undefined, packageManager: 'npm' }, terminal)).name).toBe('billing');
  expect(terminal.shown()).toContain('"Billing" is no package name.');
});

test('who changes their mind gets no project', async () => {
  const terminal = terminalWith([[ENTER], [ESCAPE]]);
  await expect(askChoices({ name: 'source-billing', packageManager: 'npm' }, terminal)).rejects.toMatchObject({
    message: 'No answer, no project.',
    exitCode: 2,
  });
  expect(terminal.shown()).toContain('Nothing was written.');
});
