import { ConnectorError } from '../../errors/connector-error.ts';
import { showValue } from '../../protocol/json.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';
import type { AsyncJob, JobStatuses } from './async-job.ts';

/** The job that a response says was created. @throws ConnectorError when it has no id. */
export function createdJob(response: HttpResponse, idPath: string): AsyncJob {
  const id = valueAtPath(response.json(), idPath);
  if (typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint') return { id: String(id), response };
  throw new ConnectorError(
    `The response of ${response.request} must have the id of a job at "${idPath}", got ${showValue(id ?? null)}`,
  );
}

/** What an answer says of a job. */
export interface JobProgress {
  /** The API's own word. */
  readonly status: unknown;
  readonly meaning: keyof JobStatuses;
  /** Why it failed, where the answer says so. */
  readonly reason: string | undefined;
}

/** How a job is. @throws ConnectorError for a status that is not known: it might never change. */
export function jobProgress(
  { id, response }: AsyncJob,
  stream: string,
  options: { readonly statuses: JobStatuses; readonly statusPath: string; readonly reasonPath?: string },
): JobProgress {
  const { statuses, statusPath, reasonPath } = options;
  const status = valueAtPath(response.json(), statusPath);
  const isKnownAs = (meaning: keyof JobStatuses): boolean => (statuses[meaning] as readonly unknown[]).includes(status);
  const meaning = (['running', 'done', 'failed'] as const).find(isKnownAs);
  if (meaning !== undefined) {
    const reason = reasonPath === undefined ? undefined : valueAtPath(response.json(), reasonPath);
    return { status, meaning, reason: reason === undefined || reason === null ? undefined : textOf(reason) };
  }
  const known = [...statuses.running, ...statuses.done, ...statuses.failed].map((word) => showValue(word)).join(', ');
  throw new ConnectorError(
    `Job ${showValue(id)} of stream "${stream}" has a status that is not known: ${response.request} ` +
      `has ${showValue(status ?? null)} at "${statusPath}". Known statuses: ${known}`,
  );
}

/** The URL, or the list of them, that stands at a path of the last answer. @throws ConnectorError when something else does. */
export function resultUrls({ response }: AsyncJob, path: string): readonly string[] {
  const found = valueAtPath(response.json(), path) ?? [];
  const urls: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (urls.every((url) => typeof url === 'string')) return urls;
  throw new ConnectorError(
    `The response of ${response.request} must have the URLs of results at "${path}", got ${showValue(found)}`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : showValue(value);
}
