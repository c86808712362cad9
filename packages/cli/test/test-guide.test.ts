import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { CONNECTOR_TESTS, STREAM_TESTS } from '../src/standard-tests/all-tests.ts';
import { TEST_GROUPS } from '../src/standard-tests/standard-test.ts';

const GUIDE = join(import.meta.dirname, '../../../docs/guides/test.md');
const TABLE = /^\| Group .*\n(?:\|.*\n)+/m;

/** All tests, as the guide lists them. */
function tableOfTests(): Promise<string> {
  const all = [...CONNECTOR_TESTS, ...STREAM_TESTS];
  const rows = TEST_GROUPS.flatMap((group) =>
    all
      .filter((one) => one.group === group)
      .map(({ name, proves }, index) => `| ${index === 0 ? group : ''} | \`${name}\` | ${proves} |`),
  );
  const lines = ['| Group | Test | What holds when it passes |', '| --- | --- | --- |', ...rows];
  return format(`${lines.join('\n')}\n`, { parser: 'markdown' });
}

test('the guide lists every standard test; UPDATE_DOCS=1 renews it', async () => {
  const table = await tableOfTests();
  const guide = readFileSync(GUIDE, 'utf8');
  if (process.env['UPDATE_DOCS'] === '1')
    writeFileSync(
      GUIDE,
      guide.replace(TABLE, () => table),
    );
  expect(TABLE.exec(readFileSync(GUIDE, 'utf8'))?.[0]).toBe(table);
});
