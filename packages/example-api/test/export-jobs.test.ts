import { expect, test } from 'vitest';

import { useApi } from './use-api.ts';
import type { TestApi } from './use-api.ts';

const create = async (api: TestApi, body: object = { stream: 'customers' }): Promise<any> =>
  (await api.post('/v1/export-jobs', body)).json();

const poll = (api: TestApi, id: string): Promise<any> => api.json(`/v1/export-jobs/${id}`);

test('a job is queued, then running, then completed with its files', async () => {
  const api = await useApi({ size: 10 });
  const created = await api.post('/v1/export-jobs', { stream: 'customers', files: 3 });
  expect(created.status).toBe(201);
  expect(await created.json()).toEqual({ id: 'job_1', status: 'queued' });
  expect(await poll(api, 'job_1')).toEqual({ id: 'job_1', status: 'running' });
  const done = await poll(api, 'job_1');
  const base = `${api.url}/v1/export-jobs/job_1/results`;
  expect(done).toEqual({ id: 'job_1', status: 'completed', files: [`${base}/1`, `${base}/2`, `${base}/3`] });

  const texts = await Promise.all((done.files as string[]).map(async (file) => (await api.get(file)).text()));
  expect(texts.map((text) => text.trim().split('\n').length)).toEqual([4, 3, 3]);
  expect(texts.join('')).toBe(Array.from({ length: 10 }, (_, index) => `${api.shop.customers.text(index)}\n`).join(''));
});

test('orders can be exported from a time on', async () => {
  const api = await useApi({ size: 10, faults: [{ fault: { kind: 'slowJob', polls: 1 } }] });
  await create(api, { stream: 'orders', updated_since: api.shop.orders.record(6).updated_at });
  const { files } = await poll(api, 'job_1');
  expect((await (await api.get(files[0])).text()).startsWith(api.shop.orders.text(6))).toBe(true);
});

test('a job that is deleted is over and gone', async () => {
  const api = await useApi({ size: 10 });
  await create(api);
  expect((await api.delete('/v1/export-jobs/job_1')).status).toBe(204);
  expect((await api.delete('/v1/export-jobs/job_1')).status).toBe(404);
  expect((await api.get('/v1/export-jobs/job_1')).status).toBe(404);
  expect((await api.get('/v1/export-jobs/job_1/results/1')).status).toBe(404);
});

test('a sixth job that is not over is refused', async () => {
  const api = await useApi({ size: 10 });
  for (let nth = 0; nth < 5; nth++) await create(api);
  const refused = await api.post('/v1/export-jobs', { stream: 'customers' });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
  await api.delete('/v1/export-jobs/job_3');
  expect((await api.post('/v1/export-jobs', { stream: 'customers' })).status).toBe(201);
});

test.each([
  ['jobFails', { kind: 'jobFails' }, { status: 'failed', error: 'The export ran out of disk space' }],
  ['jobExpires', { kind: 'jobExpires' }, { status: 'expired' }],
] as const)('%s: the job ends so, and has no files', async (_, fault, expected) => {
  const api = await useApi({ size: 10, faults: [{ path: /export-jobs$/, fault }] });
  await create(api);
  await poll(api, 'job_1');
  expect(await poll(api, 'job_1')).toEqual({ id: 'job_1', ...expected });
  expect((await api.get('/v1/export-jobs/job_1/results/1')).status).toBe(404);
  const { id } = await create(api);
  await poll(api, id);
  expect(await poll(api, id)).toMatchObject({ status: 'completed' });
});

test('slowJob: it takes as many polls as were asked for', async () => {
  const api = await useApi({ size: 10, faults: [{ fault: { kind: 'slowJob', polls: 4 } }] });
  await create(api);
  const statuses: string[] = [];
  for (let nth = 0; nth < 4; nth++) statuses.push((await poll(api, 'job_1')).status);
  expect(statuses).toEqual(['running', 'running', 'running', 'completed']);
});

test.each([
  [{ stream: 'stores' }, '"stream" must be "customers", "products" or "orders", got "stores"'],
  [{ stream: 'orders', files: 11 }, '"files" must be an integer from 1 to 10, got 11'],
  [
    { stream: 'customers', updated_since: '2024-01-01' },
    '"updated_since" must be an ISO 8601 time, for orders only, got "2024-01-01"',
  ],
])('refuses %o with 400', async (body, message) => {
  const api = await useApi({ size: 1 });
  const response = await api.post('/v1/export-jobs', body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: { code: 'bad_parameter', message } });
});
