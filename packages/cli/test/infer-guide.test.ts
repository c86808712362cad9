import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startExampleApi } from '@headwater/example-api';
import { expect, onTestFinished, test } from 'vitest';
import { exampleProject, temporaryFolder } from './run-cli.ts';

const GUIDE = join(import.meta.dirname, '../../../docs/guides/infer-a-schema.md');
const SCHEMAS = join(import.meta.dirname, '../../source-example/schemas');

/** Commands and, where the guide shows it, their output. */
const SESSION = /^```sh\n(?<commands>[^]*?)^```\n(?:\n```text\n[^]*?^```\n)?/gm;

const page = (...records: object[]): object => ({ data: records, next: null });
const openapi = `
openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
paths:
  /refunds:
    get:
      responses:
        '200':
          content:
            application/json:
              schema:
                properties:
                  data: { type: array, items: { $ref: '#/components/schemas/Refund' } }
                  next: { type: [string, 'null'] }
components:
  schemas:
    Refund:
      type: object
      properties:
        id: { type: integer, format: int64 }
        order_id: { type: integer, format: int64 }
        reason: { type: string, enum: [damaged, late, other] }
        amount: { type: [number, 'null'] }
        created_at: { type: string, format: date-time }
`;

test('the guide shows what its commands print; UPDATE_DOCS=1 renews it', async () => {
  const api = await startExampleApi();
  onTestFinished(() => api.close());
  const cwd = await exampleProject({
    'config.json': { api_url: `${api.url}/v1`, api_token: api.token },
    'page-1.json': page({ id: 1, total: 12, paid_on: '2024-01-31' }, { id: 2, total: 7.5, paid_on: null }),
    'page-2.json': page({ id: 3, total: 20, paid_on: null, note: 'By phone' }),
    'openapi.yaml': openapi,
  });
  await mkdir(join(cwd, 'schemas'));
  await cp(join(SCHEMAS, 'exports.json'), join(cwd, 'schemas/exports.json'));
  const bin = await temporaryFolder();
  await symlink(join(import.meta.dirname, '../headwater.js'), join(bin, 'headwater'));
  const path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter);

  const guide = await readFile(GUIDE, 'utf8');
  let renewed = guide;
  for (const [session, commands = ''] of guide.matchAll(SESSION)) {
    const ended = await promisify(execFile)('sh', ['-ec', commands], { cwd, env: { ...process.env, PATH: path } });
    expect(ended.stderr).toBe('');
    const output = session.includes('```text') ? `\n\`\`\`text\n${ended.stdout}\`\`\`\n` : '';
    renewed = renewed.replace(session, () => `\`\`\`sh\n${commands}\`\`\`\n${output}`);
  }
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(GUIDE, renewed);
  expect(await readFile(GUIDE, 'utf8')).toBe(renewed);
}, 60_000);
