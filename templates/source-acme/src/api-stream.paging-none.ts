import { HttpStream } from '@headwater/cdk';

/** What all lists of this API have in common: where the records stand in a response. There is one page. */
export abstract class ApiStream<TRecord extends object, TSlice = undefined> extends HttpStream<TRecord, TSlice> {
  readonly recordPath = 'data';
}
