import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/run-cli.ts';
import { DotEnv } from './dot-env.ts';

async function after(text: string | undefined, values: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  if (text !== undefined) await writeFile(join(root, '.env'), text);
  await (await DotEnv.open(root)).set(new Map(Object.entries(values)));
  return readFile(join(root, '.env'), 'utf8');
}

test.each([
  ['all else stays', '# of the shop\nA=1\n\nTOKEN=old\nB= 2 \n', '# of the shop\nA=1\n\nTOKEN=new\nB= 2 \n'],
  ['what stands around it, too', '  export TOKEN = old  # by Jane\n', '  export TOKEN = new  # by Jane\n'],
  ['line ends of Windows', 'A=1\r\nTOKEN=old\r\nB=2\r\n', 'A=1\r\nTOKEN=new\r\nB=2\r\n'],
  ['its quotes', `A="1"\nTOKEN="old" # x\n`, `A="1"\nTOKEN="new" # x\n`],
  ['no line end at the end', 'TOKEN=old', 'TOKEN=new'],
  ['no value yet', 'TOKEN=\nA=1\n', 'TOKEN=new\nA=1\n'],
  ['the last of two lines counts', 'TOKEN=a\nTOKEN=b\n', 'TOKEN=a\nTOKEN=new\n'],
  ['a key of many lines', 'TOKEN="a\nb"\nA=1\n', 'TOKEN="new"\nA=1\n'],
  ['a line inside of another value is none', `A='x\nTOKEN=y\n'\n`, `A='x\nTOKEN=y\n'\nTOKEN=new\n`],
  ['another name that ends like it', 'MY_TOKEN=a', 'MY_TOKEN=a\nTOKEN=new\n'],
  ['no file', undefined, 'TOKEN=new\n'],
])('%s', async (_, before, changed) => {
  expect(await after(before, { TOKEN: 'new' })).toBe(changed);
});

test.each(['a b', 'a#b', '$1$&', "it's", `a"b'c`, ' a ', 'line 1\nline 2', String.raw`a\nb`, 'ü=&?{}'])(
  'the value is read as it was written: %j',
  async (value) => {
    const root = await temporaryFolder();
    for (const text of ['', 'TOKEN=old\nA=1\n', 'TOKEN="old"\nA=1\n']) {
      await writeFile(join(root, '.env'), text);
      await (await DotEnv.open(root)).set(new Map([['TOKEN', value]]));
      expect((await DotEnv.open(root)).values['TOKEN']).toBe(value);
    }
  },
);

test('a file that is there keeps its mode, and a link leads where it led', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'shared'), 'TOKEN=old\n');
  await chmod(join(root, 'shared'), 0o640);
  await symlink('shared', join(root, '.env'));
  await (await DotEnv.open(root)).set(new Map([['TOKEN', 'new']]));
  expect(await readFile(join(root, 'shared'), 'utf8')).toBe('TOKEN=new\n');
  expect((await stat(join(root, '.env'))).mode & 0o777).toBe(0o640);
});

test('what cannot be written is said without the value', async () => {
  await expect(after('TOKEN=old\n', { TOKEN: `'"\`` })).rejects.toThrow(
    'The new value of TOKEN cannot be written to .env: it has every kind of quote in it.',
  );
});
