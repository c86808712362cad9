import type { Reply } from './route.ts';

const PAGE_SIZE = 50;

/** The page of a list that a request asks for, and the URL of the next one. */
export function listPage(records: readonly object[], url: URL): Reply {
  const page = Number(url.searchParams.get('page') ?? 1);
  const data = records.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  if (page * PAGE_SIZE >= records.length) return { body: { data, next: null } };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return { body: { data, next: next.href } };
}
