import type { Reply } from './route.ts';

/** The page of a list that a request asks for: `limit` records after the first `offset`. */
export function listPage(records: readonly object[], { searchParams }: URL): Reply {
  const start = Number(searchParams.get('offset') ?? 0);
  const size = Number(searchParams.get('limit') ?? 100);
  return { body: { data: records.slice(start, start + size) } };
}
