import type { Note } from '../src/generated/notes.ts';
import { listPage } from './list-page.paging-token.ts';
import type { Route } from './route.ts';

/** Every third customer has two notes. */
function notesOf(customer: number): Note[] {
  if (customer % 3 !== 0) return [];
  return [1, 2].map((nth) => ({ id: customer * 10 + nth, customer_id: customer, text: `Note ${nth}` }));
}

export const notes: Route = ({ url }) => {
  const [, customer] = /^\/customers\/(\d+)\/notes$/.exec(url.pathname) ?? [];
  return customer === undefined ? undefined : listPage(notesOf(Number(customer)), url);
};
