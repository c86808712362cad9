import type { HttpContext } from './http-context.ts';
import { describeResponse } from './http-error.ts';
import type { HttpResponse } from './http-response.ts';

/** Says that a list ends in its middle, where the page that a response rule ignores is not its first: what follows may be missed. */
export function sayWhereListEnds(
  response: HttpResponse,
  stream: string,
  pageNumber: number,
  { pageToken, logger, activity }: HttpContext & { readonly pageToken: unknown },
): void {
  if (pageToken === undefined) return;
  const label = activity?.label ?? `Stream "${stream}"`;
  logger.warn(
    `${label} ends before page ${pageNumber}, which a response rule ignores: ${describeResponse(response, undefined)}`,
  );
}
