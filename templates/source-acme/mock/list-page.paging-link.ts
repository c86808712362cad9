import type { Reply } from './route.ts';

/** The page of a list that a request asks for, with a `Link` header that leads to the next one. */
export function listPage(records: readonly object[], url: URL): Reply {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Number(url.searchParams.get('per_page') ?? 100);
  const body = records.slice((page - 1) * size, page * size);
  if (page * size >= records.length) return { body };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { headers: { Link: `<${next.href}>; rel="next"` }, body };
}
