import { showValue } from '../protocol/json.ts';
import type { SliceContext } from '../streams/contexts.ts';
import { HttpError } from './http-error.ts';
import type { HttpResponse } from './http-response.ts';
import type { Paginator } from './paginators/paginator.ts';
import { placeOf, type TokenSource, valueAt } from './paginators/cursor-paginator.ts';

type FirstPageContext = Pick<SliceContext, 'setServerTime' | 'reportTotal' | 'logger'>;

/** Tells the engine what time it is for the API, which sends it in the `Date` header. */
export function tellServerTime(response: HttpResponse, { setServerTime }: FirstPageContext): void {
  if (setServerTime === undefined) return;
  const time = Date.parse(response.header('date') ?? '');
  if (!Number.isNaN(time)) setServerTime(time);
}

/** Totals that were no numbers: said once, however many windows a stream is read in. */
const OF_NO_USE = new WeakSet<TokenSource>();

/** Tells the engine how many records there are, where the API says so. It is an estimate: none fails the stream. */
export function tellTotal(
  response: HttpResponse,
  source: TokenSource | undefined,
  { reportTotal, logger }: FirstPageContext,
): void {
  if (source === undefined || reportTotal === undefined) return;
  const value = valueAt(response, source);
  if (value === undefined || value === null || value === '') return;
  const total = ['number', 'bigint', 'string'].includes(typeof value) ? Number(value) : Number.NaN;
  if (Number.isFinite(total) && total >= 0) return reportTotal(total);
  if (OF_NO_USE.has(source)) return;
  OF_NO_USE.add(source);
  logger.warn(
    `The response of ${response.request} must have a number of records at ${placeOf(source)}, as totalRecords says, got ` +
      `${showValue(value)}: no estimate is given`,
  );
}

/**
 * The token of the page that a read before broke off at; `undefined` for the first page, also when the token counts pages that had
 * another size then.
 */
export function resumeTokenOf(
  { resumeFrom, resumePageSize, logger }: Pick<SliceContext, 'resumeFrom' | 'resumePageSize' | 'logger'>,
  stream: string,
  { countsPages = false, pageSize }: Pick<Paginator, 'countsPages' | 'pageSize'> = {},
): unknown {
  if (!countsPages || resumePageSize === undefined || resumePageSize === pageSize) return resumeFrom;
  logger.warn(
    `Stream "${stream}" cannot go on from page token ${showValue(resumeFrom)}, so it is read from the start: ` +
      `its pages had ${resumePageSize} records then, and have ${pageSize ?? 'as many as the API gives'} now`,
  );
  return undefined;
}

/** What APIs answer to a page token that has expired. */
const REFUSED_TOKEN = new Set([400, 404, 410, 422]);

/**
 * Asks for the page that a read before broke off at; for the first one, which the page's token then says, when the API seems not to
 * know that token any more.
 */
export async function beginAt<TPage extends Pick<SliceContext, 'logger'> & { pageToken: unknown }>(
  page: TPage,
  stream: string,
  request: (page: TPage) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  try {
    return await request(page);
  } catch (error) {
    if (page.pageToken === undefined || !isRefused(error)) throw error;
    page.logger.warn(
      `Stream "${stream}" cannot go on from page token ${showValue(page.pageToken)}, so it is read from the start: ${error.message}`,
    );
    page.pageToken = undefined;
    return request(page);
  }
}

/** GraphQL refuses with a status of success. */
function isRefused(error: unknown): error is HttpError {
  if (!(error instanceof HttpError)) return false;
  const { status, failureType } = error;
  return REFUSED_TOKEN.has(status) || (status < 300 && failureType === 'system_error');
}
