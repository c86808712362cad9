import type { SliceContext } from '../streams/contexts.ts';
import { HttpError } from './http-error.ts';
import type { HttpResponse } from './http-response.ts';
import { readToken, type TokenSource } from './paginators/cursor-paginator.ts';

type FirstPageContext = Pick<SliceContext, 'setServerTime' | 'reportTotal'>;

/** Tells the engine what time it is for the API, which sends it in the `Date` header. */
export function tellServerTime(response: HttpResponse, { setServerTime }: FirstPageContext): void {
  if (setServerTime === undefined) return;
  const time = Date.parse(response.header('date') ?? '');
  if (!Number.isNaN(time)) setServerTime(time);
}

/** Tells the engine how many records there are, where the API says so. */
export function tellTotal(
  response: HttpResponse,
  source: TokenSource | undefined,
  { reportTotal }: FirstPageContext,
): void {
  if (source === undefined || reportTotal === undefined) return;
  const total = Number(readToken(response, source) ?? Number.NaN);
  if (Number.isFinite(total)) reportTotal(total);
}

/** What APIs answer to a page token that has expired. */
const REFUSED_TOKEN = new Set([400, 404, 410, 422]);

/** Whether the API seems not to know a page token any more that a read before this one was given. GraphQL says so with status 200. */
export function isRefusedToken(error: unknown): error is HttpError {
  if (!(error instanceof HttpError)) return false;
  const { status, failureType } = error;
  return REFUSED_TOKEN.has(status) || (status < 300 && failureType === 'system_error');
}
