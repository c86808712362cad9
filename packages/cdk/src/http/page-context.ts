import type { SliceContext } from '../streams/contexts.ts';
import type { PageResult } from './paginators/paginator.ts';

/**
 * What a stream knows while it asks for a page. Spell the type parameters as those of the stream's own class:
 * `PageContext<Order>` in `class Orders extends HttpStream<Order>`.
 */
export interface PageContext<
  TRecord,
  TSlice = undefined,
  TPageToken = string | number,
  TState = Partial<TRecord>,
> extends SliceContext<TSlice, TState> {
  /** What `nextPageToken` gave for this page; `undefined` for the first page of a slice. */
  readonly pageToken: TPageToken | undefined;
  /** How many records to ask for: the paginator's `pageSize`, or fewer after `reducePageSizeOn`. */
  readonly pageSize: number | undefined;
}

/**
 * What a stream knows of a page whose records are read.
 *
 * @typeParam TSent One record as the API sends it, where `parseResponse` makes others of them.
 */
export type FinishedPage<
  TRecord,
  TSlice = undefined,
  TPageToken = string | number,
  TState = Partial<TRecord>,
  TSent = TRecord,
> = PageContext<TRecord, TSlice, TPageToken, TState> & PageResult<TPageToken, TSent>;

/** A page that is still being asked for: its token may turn out to be of no use, its size to be too big. */
export type OpenPage<TPage extends { readonly pageToken: unknown }> = Omit<TPage, 'pageToken' | 'pageSize'> & {
  pageToken: TPage['pageToken'];
  pageSize: number | undefined;
};
