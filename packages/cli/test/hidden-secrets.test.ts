import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, temporaryFolder } from './run-cli.ts';

const SECRET = 'SECRET-tok-123456';

/** A connector that masks nothing, and says its token wherever `MODE` tells it to. */
const BLABBERMOUTH = `
  const say = (message) => console.log(JSON.stringify(message));
  const [, , command, , file] = process.argv;
  const schema = { type: 'object', properties: { pass: { type: 'string', airbyte_secret: true } } };
  if (command === 'spec' && process.env.MODE !== 'crash') {
    say({ type: 'SPEC', spec: { connectionSpecification: schema } });
    process.exit();
  }
  const secret = file && JSON.parse(require('node:fs').readFileSync(file, 'utf8')).pass;
  const answers = {
    crash: () => { throw new Error('boom with ' + secret); },
    rubbish: () => console.log('hello ' + secret),
    trace: () => {
      const error = { message: 'bad token ' + secret };
      say({ type: 'TRACE', trace: { type: 'ERROR', emitted_at: 1, error } });
      process.exitCode = 1;
    },
    stderr: () => { console.error('no luck with ' + secret); process.exitCode = 1; },
    failed: () => say({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: 'no: ' + secret } }),
  };
  answers[process.env.MODE]();`;

async function blabbermouth(config: object): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'connector.cjs'), BLABBERMOUTH);
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ name: 'source-x', bin: './connector.cjs' }));
  await writeFile(join(cwd, 'config.json'), JSON.stringify(config));
  return cwd;
}

describe('P14: no secret of a config is shown, whoever says it', () => {
  test.each([
    ['crash', [], 'boom with ****'],
    ['rubbish', ['--json'], 'no Airbyte message: hello ****'],
    ['trace', ['--json'], 'check failed: bad token ****'],
    ['stderr', [], 'and said: no luck with ****'],
    ['failed', [], 'FAILED: no: ****'],
    ['failed', ['--json'], '"message": "no: ****"'],
  ])('%s %j', async (mode, args, shown) => {
    const cwd = await blabbermouth({ pass: SECRET });
    const { stdout, stderr, exitCode } = await runCli(['check', ...args], { cwd, env: { MODE: mode } });
    expect(stdout + stderr).toContain(shown);
    expect(stdout + stderr).not.toContain(SECRET);
    expect(exitCode).toBe(1);
  });

  test('what stands in the place of a name is one, but no date and no address', async () => {
    const config = { pass: '${UNMARKED} from ${SINCE} of ${URL}' };
    const cwd = await blabbermouth(config);
    await writeFile(join(cwd, 'spec.json'), JSON.stringify({ connectionSpecification: { type: 'object' } }));
    const env = { MODE: 'failed', UNMARKED: SECRET, SINCE: '2024-01-01T00:00:00Z', URL: 'https://api.example.com/v1' };
    const { stdout } = await runCli(['check'], { cwd, env });
    expect(stdout).toMatch(/^FAILED: no: \*{4} from 2024-01-01T00:00:00Z of https:\/\/api\.example\.com\/v1 \(/);
  });

  test('what stands in a setting that the spec does not mark is none', async () => {
    const cwd = await blabbermouth({ pass: '${MINE} of ${REGION}', region: '${REGION}' });
    const properties = { pass: { type: 'string' }, region: { type: 'string' } };
    await writeFile(
      join(cwd, 'spec.json'),
      JSON.stringify({ connectionSpecification: { type: 'object', properties } }),
    );
    const { stdout } = await runCli(['check'], {
      cwd,
      env: { MODE: 'failed', MINE: 'of-no-secret', REGION: 'europe' },
    });
    expect(stdout).toMatch(/^FAILED: no: of-no-secret of europe \(/);
  });
});
