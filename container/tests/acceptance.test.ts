import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExampleApi, startExampleApi } from '@headwater/example-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headwater } from '../headwater.ts';
import { projectInContainer, setup } from './drive-image.ts';

let api: ExampleApi;

beforeAll(async () => {
  api = await startExampleApi({ size: 120 });
});

afterAll(() => api.close());

test('C1 to C5: the standard tests hold for the image, through its streams alone', async () => {
  const config = join(setup.folder, 'acceptance.json');
  await writeFile(config, JSON.stringify({ api_url: `${api.url}/v1`, api_token: api.token }));
  const streams = ['customers', 'orders'].flatMap((name) => ['--stream', name]);
  const { stdout, stderr } = await headwater(['test', '--json', '--config', config, ...streams], {
    cwd: projectInContainer,
    env: { DOCKER_HOST: setup.dockerHost, IMAGE: setup.images.headwater },
  });
  const { ok, counts, results } = JSON.parse(stdout) as { ok: boolean; counts: object; results: { verdict: string }[] };
  expect(stderr).toBe('');
  expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([]);
  expect(ok, JSON.stringify(counts)).toBe(true);
  expect(results.length).toBeGreaterThan(30);
});
