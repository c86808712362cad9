import { type ExampleApi, type FaultRule, startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rejectionOf, testRun } from '../../../test/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonSchema } from '../../protocol/json.ts';
import type { SliceContext } from '../../streams/contexts.ts';
import { BearerAuthenticator } from '../authenticators/bearer-authenticator.ts';
import { HttpClient } from '../http-client.ts';
import type { HttpRequest } from '../http-request.ts';
import type { HttpResponse } from '../http-response.ts';
import { AsyncJobStream } from './async-job-stream.ts';
import { AsyncJobs, type AsyncJobsOptions } from './async-jobs.ts';

interface Item {
  readonly id: number | string;
}

class Export extends AsyncJobStream<Item, any> {
  readonly name: string;
  readonly primaryKey = 'id';

  constructor(jobs: AsyncJobs, name = 'customers', client?: HttpClient) {
    super(jobs, client);
    this.name = name;
  }

  getJsonSchema(): JsonSchema {
    return {};
  }

  protected jobRequest({ slice }: SliceContext<any>): HttpRequest {
    return { url: '/export-jobs', body: { json: { stream: this.name, ...slice } } };
  }

  protected override parseResponse(response: HttpResponse): Item[] {
    return response
      .text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Item);
  }
}

const CREATION = /export-jobs$/;

async function useJobs({ faults = [], ...options }: Partial<AsyncJobsOptions> & { faults?: FaultRule[] } = {}) {
  const api = await startExampleApi({ size: 20, faults });
  onTestFinished(() => api.close());
  const client = new HttpClient({ urlBase: `${api.url}/v1`, authenticator: new BearerAuthenticator(api.token) });
  const jobs = new AsyncJobs(client, {
    poll: ({ id }) => ({ url: `/export-jobs/${id}` }),
    statuses: { running: ['queued', 'running'], done: ['completed'], failed: ['failed', 'expired'] },
    results: 'files',
    reasonPath: 'error',
    cancel: ({ id }) => ({ url: `/export-jobs/${id}` }),
    ...options,
  });
  return { api, client, jobs };
}

async function idsOf(stream: Export, context: SliceContext<any, any>): Promise<(number | string)[]> {
  const ids: (number | string)[] = [];
  for await (const page of stream.readPages(context)) for (const { id } of page) ids.push(id);
  return ids;
}

/** The requests by method and path below /v1, with the status. */
const requestsOf = (api: ExampleApi): string[] =>
  api.requests.map(({ method, path, status }) => `${method} ${path.slice('/v1'.length)} ${status}`);

const allIds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('a job', () => {
  test('is created, polled until it is done, and its results are read', async () => {
    const { api, jobs } = await useJobs();
    const run = testRun({ slice: { files: 2 } });
    expect(await idsOf(new Export(jobs), run.context)).toEqual(allIds);
    expect(requestsOf(api)).toEqual([
      'POST /export-jobs 201',
      'GET /export-jobs/job_1 200',
      'GET /export-jobs/job_1 200',
      'GET /export-jobs/job_1/results/1 200',
      'GET /export-jobs/job_1/results/2 200',
    ]);
    expect(run.clock.waits).toEqual([2000, 3000]);
  });

  test('waits longer from poll to poll, up to a limit', async () => {
    const { jobs } = await useJobs({
      faults: [{ path: CREATION, fault: { kind: 'slowJob', polls: 6 } }],
      pollIntervalMs: 1000,
      maxPollIntervalMs: 3000,
    });
    const run = testRun();
    await idsOf(new Export(jobs), run.context);
    expect(run.clock.waits).toEqual([1000, 1500, 2250, 3000, 3000, 3000]);
  });

  test('waits as long as Retry-After of an answer asks', async () => {
    const { jobs } = await useJobs({
      faults: [
        {
          from: 2,
          fault: { kind: 'status', status: 200, headers: { 'retry-after': '45' }, body: { status: 'running' } },
        },
      ],
    });
    const run = testRun();
    await idsOf(new Export(jobs), run.context);
    expect(run.clock.waits).toEqual([2000, 45_000, 4500]);
  });

  test('is one for each slice, and knows it', async () => {
    const { api, jobs } = await useJobs();
    const since = api.shop.orders.record(15).updated_at;
    const ids = await idsOf(new Export(jobs, 'orders'), testRun({ slice: { updated_since: since } }).context);
    expect(ids.at(-1)).toBe(20);
    expect(ids.length).toBeLessThan(10);
    expect(api.requests[0]?.body).toBe(JSON.stringify({ stream: 'orders', updated_since: since }));
  });

  test('that is done without a result has no records', async () => {
    const { jobs } = await useJobs({ results: () => [] });
    expect(await idsOf(new Export(jobs), testRun().context)).toEqual([]);
  });

  test('may name one result only, or be asked for them by a request', async () => {
    const one = await useJobs({ results: 'files.0' });
    expect(await idsOf(new Export(one.jobs), testRun().context)).toEqual(allIds);
    const asked = await useJobs({
      results: async ({ id }, context) => {
        const response = await asked.client.request({ url: `/export-jobs/${id}` }, context);
        return response.json<{ files: string[] }>().files;
      },
    });
    expect(await idsOf(new Export(asked.jobs), testRun().context)).toEqual(allIds);
  });

  test('is removed once its results are read, where the API wants that', async () => {
    const { api, jobs } = await useJobs({ remove: ({ id }) => ({ url: `/export-jobs/${id}` }) });
    await idsOf(new Export(jobs), testRun().context);
    expect(requestsOf(api).at(-1)).toBe('DELETE /export-jobs/job_1 204');
  });

  test('is removed too when the reader has enough', async () => {
    const { api, jobs } = await useJobs({ remove: ({ id }) => ({ url: `/export-jobs/${id}` }) });
    for await (const _page of new Export(jobs).readPages(testRun().context)) break;
    expect(requestsOf(api).at(-1)).toBe('DELETE /export-jobs/job_1 204');
  });

  test('that cannot be removed is a WARN', async () => {
    const { jobs } = await useJobs({ remove: () => ({ url: '/export-jobs/other' }) });
    const run = testRun();
    expect(await idsOf(new Export(jobs), run.context)).toEqual(allIds);
    expect(run.logs.filter((line) => line.startsWith('warn'))).toEqual([
      expect.stringMatching(/^warn: Job "job_1" could not be removed: Request failed with status code 404/),
    ]);
  });

  test('is a failure of requests like any other: 503 is tried again', async () => {
    const { jobs } = await useJobs({ faults: [{ from: 2, times: 2, fault: { kind: 'status', status: 503 } }] });
    const run = testRun();
    expect(await idsOf(new Export(jobs), run.context)).toEqual(allIds);
    expect(run.clock.waits).toEqual([2000, 1000, 2000, 3000]);
  });

  test('H7: results on another host get no credentials of the API', async () => {
    const files = await startExampleApi({ size: 1, token: 'other' });
    onTestFinished(() => files.close());
    const results = (): string[] => [`${files.url}/v1/status`];
    const { jobs } = await useJobs({ results });
    expect((await rejectionOf(idsOf(new Export(jobs), testRun().context))).message).toContain('allowedHosts');
    const plain = new HttpClient();
    await idsOf(new Export(jobs, 'customers', plain), testRun().context);
    expect(files.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

describe('a job that fails', () => {
  test.each([
    ['jobFails', 'failed', ': The export ran out of disk space'],
    ['jobExpires', 'expired', ''],
  ] as const)('%s: is created again', async (kind, status, reason) => {
    const { api, jobs } = await useJobs({ faults: [{ path: CREATION, times: 2, fault: { kind } }] });
    const run = testRun();
    expect(await idsOf(new Export(jobs), run.context)).toEqual(allIds);
    expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
    expect(run.logs.filter((line) => line.startsWith('warn'))).toEqual([
      `warn: Job "job_1" of stream "customers" ended as "${status}" after 5 s${reason}. Creating it again, attempt 2 of 3`,
      `warn: Job "job_2" of stream "customers" ended as "${status}" after 5 s${reason}. Creating it again, attempt 3 of 3`,
    ]);
  });

  test('fails the stream after the last attempt', async () => {
    const { api, jobs } = await useJobs({ faults: [{ path: CREATION, times: Infinity, fault: { kind: 'jobFails' } }] });
    const error = await rejectionOf(idsOf(new Export(jobs), testRun().context));
    expect(error).toBeInstanceOf(ConnectorError);
    expect([error.failureType, error.message]).toEqual([
      'transient_error',
      'Job "job_3" of stream "customers" ended as "failed" after 5 s: The export ran out of disk space (3 attempts)',
    ]);
    expect(api.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  test('that takes too long is cancelled, and not created again', async () => {
    const { api, jobs } = await useJobs({
      faults: [{ path: CREATION, fault: { kind: 'slowJob', polls: Infinity } }],
      timeLimitMs: 20_000,
    });
    const error = await rejectionOf(idsOf(new Export(jobs), testRun().context));
    expect([error.failureType, error.message]).toEqual([
      'transient_error',
      'Job "job_1" of stream "customers" is still "running" after 16 s: timeLimitMs of 20 s is up',
    ]);
    expect(requestsOf(api).slice(-2)).toEqual(['GET /export-jobs/job_1 200', 'DELETE /export-jobs/job_1 204']);
  });

  test('F: a status that is not known fails the stream at once, and the job is cancelled', async () => {
    const { api, jobs } = await useJobs({ statuses: { running: ['queued'], done: ['completed'], failed: [true, 3] } });
    const error = await rejectionOf(idsOf(new Export(jobs), testRun().context));
    expect(error.message).toBe(
      `Job "job_1" of stream "customers" has a status that is not known: GET ${api.url}/v1/export-jobs/job_1 ` +
        'has "running" at "status". Known statuses: "queued", "completed", true, 3',
    );
    expect(requestsOf(api).at(-1)).toBe('DELETE /export-jobs/job_1 204');
  });

  test('F: a creation without an id', async () => {
    const { api, jobs } = await useJobs({ idPath: 'job.id' });
    expect((await rejectionOf(idsOf(new Export(jobs), testRun().context))).message).toBe(
      `The response of POST ${api.url}/v1/export-jobs must have the id of a job at "job.id", got null`,
    );
  });

  test('F: results that are no URLs', async () => {
    const { api, jobs } = await useJobs({ results: '' });
    expect((await rejectionOf(idsOf(new Export(jobs), testRun().context))).message).toContain(
      `The response of GET ${api.url}/v1/export-jobs/job_1 must have the URLs of results at "", got {"id":"job_1"`,
    );
  });
});

describe('jobs at once', () => {
  test('are no more than maxConcurrentJobs, over all streams that share them', async () => {
    const { api, jobs } = await useJobs({ maxConcurrentJobs: 2 });
    const names = ['customers', 'products', 'orders', 'customers', 'products'];
    const read = await Promise.all(names.map((name) => idsOf(new Export(jobs, name), testRun().context)));
    expect(read.map(({ length }) => length)).toEqual([20, 20, 20, 20, 20]);
    const polls = new Map<string, number>();
    let unfinished = 0;
    let most = 0;
    for (const { method, path } of api.requests) {
      if (method === 'POST') most = Math.max(most, ++unfinished);
      else if (!path.includes('results')) polls.set(path, (polls.get(path) ?? 0) + 1);
      if (polls.get(path) === 2) unfinished--;
    }
    expect([most, polls.size]).toEqual([2, 5]);
  });

  test('a job that fails makes room for another', async () => {
    const { jobs } = await useJobs({
      maxConcurrentJobs: 1,
      maxAttempts: 1,
      faults: [{ path: CREATION, fault: { kind: 'jobFails' } }],
    });
    const [first, second] = await Promise.allSettled([
      idsOf(new Export(jobs), testRun().context),
      idsOf(new Export(jobs), testRun().context),
    ]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('P4: a stop', () => {
  test('cancels the job that is running, although the run is over, and the process waits for that', async () => {
    const { api, jobs } = await useJobs();
    const run = testRun();
    const stopped = Object.assign(run.clock, {
      sleep: (_ms: number, signal: AbortSignal) =>
        new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    const read = idsOf(new Export(jobs), { ...run.context, clock: stopped });
    await vi.waitFor(() => expect(api.requests[0]?.status).toBe(201));
    const reason = new Error('Stopped by SIGTERM');
    run.abort(reason);
    await run.unfinished.settle();
    expect(requestsOf(api)).toEqual(['POST /export-jobs 201', 'DELETE /export-jobs/job_1 204']);
    expect(await rejectionOf(read)).toBe(reason);
    expect(run.logs).toContain('debug: Job "job_1" is cancelled');
  });

  test('is not held up by an API that does not answer', async () => {
    const { api, jobs } = await useJobs({ cancelTimeoutMs: 30 });
    const run = testRun();
    const reason = new Error('Stopped by SIGTERM');
    api.faults.add({ path: '/v1/export-jobs/', times: Infinity, fault: { kind: 'hang' } });
    const read = rejectionOf(idsOf(new Export(jobs), run.context));
    await vi.waitFor(() => expect(api.requests).toHaveLength(2));
    run.abort(reason);
    expect(await read).toBe(reason);
    await run.unfinished.settle();
    expect(run.logs.at(-1)).toBe('warn: Job "job_1" could not be cancelled: The operation was aborted due to timeout');
  });

  test('without cancel nothing is sent', async () => {
    const { api, client } = await useJobs();
    const jobs = new AsyncJobs(client, {
      poll: ({ id }) => ({ url: `/export-jobs/${id}` }),
      statuses: { running: ['running'], done: [], failed: [] },
      results: 'files',
    });
    await rejectionOf(idsOf(new Export(jobs), testRun().context));
    expect(requestsOf(api).some((request) => request.startsWith('DELETE'))).toBe(false);
  });
});
