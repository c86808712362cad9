import type { Reply } from './route.ts';

/** The page of a list that a request asks for: `limit` records from where `cursor` points, and the cursor of the next page. */
export function listPage(records: readonly object[], { searchParams }: URL): Reply {
  const start = Number(searchParams.get('cursor') ?? 0);
  const end = start + Number(searchParams.get('limit') ?? 100);
  return { body: { data: records.slice(start, end), next_cursor: end < records.length ? String(end) : null } };
}
