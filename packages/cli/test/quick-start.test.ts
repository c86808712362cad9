import { execFile } from 'node:child_process';
import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from './run-cli.ts';

const workspace = join(import.meta.dirname, '../../..');
const PAGE = join(workspace, 'docs/quick-start.md');

/** Commands and, where the page shows it, the output of all of them. */
const SESSION = /^```sh\n(?<commands>[^]*?)^```\n(?:\n```text\n(?<output>[^]*?)^```\n)?/gm;

/** `npm install` takes what this workspace has installed. `packed.test.ts` and `pnpm test:scaffolds` install what is published. */
const NPM = `#!/bin/sh
case "$1" in
  install) ln -s '${workspace}/templates/source-acme/node_modules' node_modules ;;
  *) exec npm_of_the_machine --silent "$@" ;;
esac
`;

/**
 * The output without what may be another the next time: times, and so the width of their column; how many files and tests there are,
 * for which a page need not be written anew.
 */
function comparable(output: string): string {
  return output
    .replaceAll(/\b[\d.]+ (?:ms|s)\b/g, '… s')
    .replaceAll(/\b\d+ (?=files|passed|skipped)/g, '… ')
    .replaceAll(/ +/g, ' ');
}

test('the page shows what its commands print; UPDATE_DOCS=1 renews it', async () => {
  const bin = await temporaryFolder();
  const { stdout: npm } = await promisify(execFile)('sh', ['-c', 'command -v npm']);
  await symlink(npm.trim(), join(bin, 'npm_of_the_machine'));
  await symlink(join(workspace, 'packages/cli/headwater.js'), join(bin, 'headwater'));
  await writeFile(join(bin, 'npm'), NPM);
  await chmod(join(bin, 'npm'), 0o755);
  const person = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const env = {
    ...process.env,
    ...person,
    PATH: [bin, dirname(process.execPath), process.env['PATH']].join(delimiter),
    npm_config_user_agent: 'npm/11',
  };

  let cwd = await temporaryFolder();
  const page = await readFile(PAGE, 'utf8');
  let renewed = page;
  for (const [session, commands = '', shown] of page.matchAll(SESSION)) {
    // Said apart from the output: where the commands have gone to.
    const { stdout, stderr } = await promisify(execFile)('sh', ['-ec', `${commands}\npwd >&2`], { cwd, env });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    cwd = stderr.trim();
    if (shown === undefined || comparable(shown) === comparable(stdout)) continue;
    renewed = renewed.replace(session, () => `\`\`\`sh\n${commands}\`\`\`\n\n\`\`\`text\n${stdout}\`\`\`\n`);
  }
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(PAGE, renewed);
  expect(await readFile(PAGE, 'utf8')).toBe(renewed);
}, 120_000);
