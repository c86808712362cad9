import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandError } from './command-error.ts';
import { explainFileError, isOfTheMachine } from './explain-file-error.ts';

const systemError = (code: string): Error =>
  Object.assign(new Error(`${code}: no luck, open '/a/b'`), { code, syscall: 'open', path: '/a/b' });

test.each([
  ['EACCES', '/a/b cannot be written: permission denied'],
  ['ENOSPC', '/a/b cannot be written: the disk is full'],
  ['EROFS', '/a/b cannot be written: the disk is read-only'],
  ['EIO', "/a/b cannot be written: EIO: no luck, open '/a/b'"],
])('%s is a sentence with the path', (code, message) => {
  expect(() => explainFileError(systemError(code))).toThrow(new CommandError(message));
  expect(() => explainFileError(systemError(code), '/x')).toThrow(message.replace('/a/b', '/x'));
});

test('what is no error of the system stays what it is', () => {
  for (const error of [new TypeError('a fault'), new CommandError('said already')]) {
    expect(() => explainFileError(error)).toThrow(error);
    expect(isOfTheMachine(error)).toBe(false);
  }
});

test('rights and room are no faults of the tool; a file that is not there may be one', async () => {
  expect(isOfTheMachine(systemError('ENOSPC'))).toBe(true);
  const missing = await readFile(join(tmpdir(), 'is-not-there')).catch((error: Error) => error);
  expect(isOfTheMachine(missing as Error)).toBe(false);
});
