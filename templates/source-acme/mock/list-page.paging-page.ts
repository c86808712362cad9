import type { Reply } from './route.ts';

/** The page of a list that a request asks for: the one of number `page`, counted from 1, with `per_page` records. */
export function listPage(records: readonly object[], { searchParams }: URL): Reply {
  const size = Number(searchParams.get('per_page') ?? 100);
  const start = (Number(searchParams.get('page') ?? 1) - 1) * size;
  return { body: { data: records.slice(start, start + size) } };
}
