import type { Reply } from './route.ts';

/** The whole list: this API has no pages. */
export function listPage(records: readonly object[], _url: URL): Reply {
  return { body: { data: records } };
}
