import { HttpStream, LinkHeaderPaginator } from '@headwater/cdk';

/** What all lists of this API have in common: how the pages follow each other. A response is the list of its records. */
export abstract class ApiStream<TRecord extends object, TSlice = undefined> extends HttpStream<TRecord, TSlice> {
  readonly paginator = new LinkHeaderPaginator({ pageSize: 50 });
}
