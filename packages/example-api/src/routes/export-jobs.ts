import { faultOf } from '../faults/fault.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/api-request.ts';
import { jsonBody } from '../http/json-body.ts';
import { jsonReply } from '../http/reply.ts';
import type { Reply } from '../http/reply.ts';
import type { ExportJob, ExportRequest } from '../shop/export-jobs.ts';
import { parseIsoTime } from '../shop/iso-time.ts';
import type { Shop } from '../shop/shop.ts';
import type { ApiState } from './api-state.ts';

const MAX_UNFINISHED = 5;
const MAX_FILES = 10;
const USUAL_POLLS = 2;

/** `POST /v1/export-jobs`: creates a job that exports `stream`, orders from `updated_since` on, to `files` files. */
export function createExportJobRoute({ body, jobFaults }: ApiRequest, shop: Shop, { jobs }: ApiState): Reply {
  const request = exportRequest(jsonBody(body), shop);
  if (jobs.unfinished >= MAX_UNFINISHED) {
    const message = `There are ${MAX_UNFINISHED} jobs that are not over`;
    throw new ApiError(429, 'too_many_jobs', message, { 'retry-after': '5' });
  }
  const polls = faultOf(jobFaults, 'slowJob')?.polls ?? USUAL_POLLS;
  const fails = faultOf(jobFaults, 'jobFails') !== undefined;
  const expires = faultOf(jobFaults, 'jobExpires') !== undefined;
  const job = jobs.create(request, { polls, end: fails ? 'failed' : expires ? 'expired' : 'completed' });
  return jsonReply(201, JSON.stringify({ id: job.id, status: job.status }));
}

/** `GET /v1/export-jobs/{id}`: how the job is, and its files once it is completed. `DELETE` ends and removes it. */
export function exportJobRoute({ method, path, origin }: ApiRequest, _shop: Shop, { jobs }: ApiState): Reply {
  const id = path.split('/')[3] ?? '';
  if (method === 'DELETE') {
    if (!jobs.delete(id)) throw notFound(id);
    return { status: 204, headers: {}, body: Buffer.alloc(0) };
  }
  const job = jobs.poll(id);
  if (job === undefined) throw notFound(id);
  return jsonReply(200, JSON.stringify(jobView(job, origin + path)));
}

/** `GET /v1/export-jobs/{id}/results/{file}`: the records of one file as JSON lines. */
export function exportJobResultRoute({ path }: ApiRequest, shop: Shop, { jobs }: ApiState): Reply {
  const [, , , id = '', , file = ''] = path.split('/');
  const job = jobs.find(id);
  if (job === undefined) throw notFound(id);
  const { stream, first, files } = job.request;
  const number = Number(file);
  if (job.status !== 'completed' || number < 1 || number > files) {
    throw new ApiError(404, 'not_found', `The job "${id}" is ${job.status} and has no file ${file}`);
  }
  const count = Math.max(0, shop.size - first);
  let lines = '';
  const end = first + Math.ceil((count * number) / files);
  for (let index = first + Math.ceil((count * (number - 1)) / files); index < end; index++) {
    lines += `${shop[stream].text(index)}\n`;
  }
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body: Buffer.from(lines) };
}

function jobView({ id, status, request }: ExportJob, url: string): object {
  if (status === 'failed') return { id, status, error: 'The export ran out of disk space' };
  if (status !== 'completed') return { id, status };
  return { id, status, files: Array.from({ length: request.files }, (_, nth) => `${url}/results/${nth + 1}`) };
}

function exportRequest(body: Readonly<Record<string, unknown>>, shop: Shop): ExportRequest {
  const { stream, files = 1, updated_since: since } = body;
  if (stream !== 'customers' && stream !== 'products' && stream !== 'orders') {
    throw badParameter(`"stream" must be "customers", "products" or "orders", got ${JSON.stringify(stream)}`);
  }
  if (!(Number.isInteger(files) && Number(files) >= 1 && Number(files) <= MAX_FILES)) {
    throw badParameter(`"files" must be an integer from 1 to ${MAX_FILES}, got ${JSON.stringify(files)}`);
  }
  if (since === undefined) return { stream, first: 0, files: Number(files) };
  const time = typeof since === 'string' ? parseIsoTime(since) : undefined;
  if (time === undefined || stream !== 'orders') {
    throw badParameter(`"updated_since" must be an ISO 8601 time, for orders only, got ${JSON.stringify(since)}`);
  }
  return { stream, first: shop.timeline.firstIndexFrom(Math.ceil(time / 1000)), files: Number(files) };
}

function notFound(id: string): ApiError {
  return new ApiError(404, 'not_found', `There is no job "${id}"`);
}

function badParameter(message: string): ApiError {
  return new ApiError(400, 'bad_parameter', message);
}
