import { CursorPaginator, HttpStream } from '@headwater/cdk';

/** What all lists of this API have in common: where the records stand in a response, and how the pages follow each other. */
export abstract class ApiStream<TRecord extends object, TSlice = undefined> extends HttpStream<TRecord, TSlice> {
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next_cursor' }, pageSize: 50 });
}
