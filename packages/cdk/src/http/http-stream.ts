import type { SliceContext } from '../streams/contexts.ts';
import { Stream } from '../streams/stream.ts';
import type { Decoder } from './decoders/decoder.ts';
import type { HttpClient } from './http-client.ts';
import type { HttpHeaders, HttpMethod, QueryParams, RequestBody } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';
import { beginAt, resumeTokenOf, tellServerTime, tellTotal } from './first-page.ts';
import { sayWhereListEnds } from './ignored-page.ts';
import { inBatches, isAsyncIterable, listOf, pageResult, type Records } from './page-records.ts';
import type { FinishedPage, OpenPage, PageContext } from './page-context.ts';
import { PageGuard } from './page-guard.ts';
import { placePageParams } from './page-params.ts';
import { PageSizer } from './page-sizer.ts';
import type { TokenSource } from './paginators/cursor-paginator.ts';
import type { Paginator } from './paginators/paginator.ts';
import { ReadAhead } from './read-ahead.ts';
import { checkRules, type ResponseRule } from './response-rule.ts';

/**
 * A stream that an HTTP API serves as a list, in pages. The smallest one has a name, a key, a schema, a `path`, a
 * `recordPath` and a `paginator`; the methods are there for what an API does differently. Each receives one object.
 *
 * The request of the next page leaves as soon as its token is known, while the page before is still being written: never
 * more than one page ahead.
 *
 * @typeParam TRecord One record, best generated from the stream's schema.
 * @typeParam TSlice What one slice is; the parent's record for a child stream.
 * @typeParam TPageToken What `nextPageToken` gives.
 * @typeParam TState What the stream's state holds; by default `{ [cursorField]: value }`.
 */
export abstract class HttpStream<
  TRecord extends object,
  TSlice = undefined,
  TPageToken = string | number,
  TState = Partial<TRecord>,
> extends Stream<TRecord, TSlice, TState> {
  protected readonly client: HttpClient;

  /** Where `path` starts: `https://api.example.com/v1`. @default the client's `urlBase` */
  readonly urlBase?: string;

  /** @default 'GET' */
  readonly httpMethod?: HttpMethod;

  /** Where the list of records stands in the JSON body: `data`, `result.items`. @default '' for a body that is the list */
  readonly recordPath?: string;

  /** Where the records are the values of an object, the field that takes their keys: `id`. @default they are the items of an array */
  readonly recordKey?: string;

  /**
   * Reads the records out of each response while it arrives: for bodies that are not JSON, and for those too large to be kept
   * as a whole. It knows where the records stand; `recordPath` is for streams without a decoder.
   * @default the response is JSON, and kept as a whole
   */
  readonly decoder?: Decoder;

  /** How the API splits the list into pages. @default all records come on one page */
  readonly paginator?: Paginator<TPageToken>;

  /**
   * What to do about responses to this stream's requests, asked before the rules of the client. Write it `as const`:
   * `[{ status: 404, action: 'ignore' }] as const`.
   */
  readonly responseRules?: readonly ResponseRule[];

  /**
   * Where the first page says how many records there are: `{ path: 'total' }` or `{ header: 'X-Total-Count' }`. It is told to
   * the platform as an estimate, which shows how far the read has come.
   * @default nowhere
   */
  readonly totalRecords?: TokenSource;

  override readonly resumable: boolean = true;

  /**
   * Keeps the responses for the rest of the run, so that the API is asked once: for the parent of several children, or one that is
   * read for itself too. `cache` of the client says how much is kept.
   * @default false
   */
  readonly cacheResponses?: boolean;

  /**
   * A path into the body, for APIs that take the paginator's parameters there: `variables`, `search.page`, or '' for the JSON or
   * the form itself.
   * @default they go into the query
   */
  readonly pageParamsPath?: string;

  /**
   * Statuses that say that a page was too big, such as `[502, 504]`. The page is asked for again at once with half as many
   * records, down to `minPageSize`, where these statuses mean what they usually do. After five pages in a row that came,
   * the size doubles again, up to the paginator's.
   * @default [], none
   */
  readonly reducePageSizeOn?: readonly number[];

  /** @default 1 */
  readonly minPageSize?: number;

  #sizer: PageSizer | undefined;

  constructor(client: HttpClient) {
    super();
    this.client = client;
  }

  /** The path of the list below `urlBase`: `/invoices`, or with a slice `/invoices/${slice.id}/lines`. */
  protected abstract path(page: PageContext<TRecord, TSlice, TPageToken, TState>): string;

  /** Query parameters besides those of the paginator; of two of one name, this one is sent. Not sent where the API gave the page's whole URL. */
  protected requestParams(_page: PageContext<TRecord, TSlice, TPageToken, TState>): QueryParams {
    return {};
  }

  /** Headers besides those of the client. */
  protected requestHeaders(_page: PageContext<TRecord, TSlice, TPageToken, TState>): HttpHeaders {
    return {};
  }

  /** The body, for APIs that take their parameters there. */
  protected requestBody(_page: PageContext<TRecord, TSlice, TPageToken, TState>): RequestBody | undefined {
    return undefined;
  }

  /**
   * The records of a successful response; by default the array at `recordPath`, or what the `decoder` reads. Return what is
   * there, or write a generator to rename, drop or flatten. Called once a page, before `nextPageToken`.
   *
   * @throws ConnectorError by default, when there is no array.
   */
  protected parseResponse(
    response: HttpResponse,
    _page: PageContext<TRecord, TSlice, TPageToken, TState>,
  ): Records<TRecord> | Promise<Records<TRecord>> {
    if (this.decoder === undefined) return response.records<TRecord>(this.recordPath, this);
    return response.decode<TRecord>(this.decoder);
  }

  /** What decides about responses: `responseRules`, and after them the rules of streams of a certain kind, such as GraphQL. */
  protected rules(): readonly ResponseRule[] {
    return this.responseRules ?? [];
  }

  /** The token of the page after this one, `undefined` after the last; by default the paginator decides. */
  protected nextPageToken(
    response: HttpResponse,
    page: FinishedPage<TRecord, TSlice, TPageToken, TState, any>,
  ): TPageToken | undefined {
    return this.paginator?.nextPageToken(response, page);
  }

  async *readPages(slice: SliceContext<TSlice, TState>): AsyncIterable<Iterable<TRecord>> {
    checkRules(this.responseRules);
    const guard = new PageGuard(this.name, this.primaryKey, slice);
    if (this.reducePageSizeOn !== undefined) this.#sizer ??= new PageSizer(this);
    const readAhead = new ReadAhead(slice.signal);
    const firstToken = resumeTokenOf(slice, this.name, this.paginator) as TPageToken | undefined;
    const countedSize = this.paginator?.countsPages === true ? this.paginator.pageSize : undefined;
    let page = this.#pageContext(slice, firstToken, readAhead.signal);
    let response: HttpResponse | undefined;
    try {
      response = await beginAt(page, this.name, (open) => this.#request(open));
      tellServerTime(response, slice);
      let pageNumber = 1;
      // No function is made in this loop: one that sees its variables keeps whole pages alive, at a fifth of the speed.
      for (;;) {
        if (response.isIgnored) return sayWhereListEnds(response, this.name, pageNumber, page);
        slice.countPage?.();
        const parsed = await this.parseResponse(response, page);
        // A list is written while the next page is under way; what streams in is written as it comes.
        const records = isAsyncIterable(parsed) ? undefined : listOf(parsed, this.name);
        const result =
          records === undefined
            ? yield* inBatches(parsed as AsyncIterable<TRecord>, response, this)
            : pageResult(records, response, this);
        response.close();

        if (page.pageToken === undefined) tellTotal(response, this.totalRecords, slice);
        const next = this.#nextPage(response, Object.assign(result, page), result.sample, guard);
        if (next.pageToken !== undefined) {
          page = this.#pageContext(slice, next.pageToken, readAhead.signal);
          if (slice.readAhead !== false) await readAhead.start(this.#request(page));
        }
        if (next.failure === undefined) slice.checkpoint?.(next.pageToken, countedSize);
        if (records !== undefined) yield records;
        // Only now: the records of the page were good.
        if (next.failure !== undefined) throw next.failure.error;
        if (next.pageToken === undefined) return;
        response = await (readAhead.take() ?? this.#request(page));
        response.countAs(++pageNumber);
      }
    } finally {
      readAhead.stop();
      response?.close();
    }
  }

  #nextPage(
    response: HttpResponse,
    page: FinishedPage<TRecord, TSlice, TPageToken, TState, any>,
    records: readonly unknown[],
    guard: PageGuard,
  ): { pageToken?: TPageToken; failure?: { error: unknown } } {
    try {
      const pageToken = this.nextPageToken(response, page) ?? undefined;
      const stuck = pageToken === undefined ? undefined : guard.check(pageToken, records, response.url);
      if (stuck !== undefined) return { failure: { error: stuck } };
      return pageToken === undefined ? {} : { pageToken };
    } catch (error) {
      return { failure: { error } };
    }
  }

  #pageContext(
    slice: SliceContext<TSlice, TState>,
    pageToken: TPageToken | undefined,
    signal: AbortSignal,
  ): OpenPage<PageContext<TRecord, TSlice, TPageToken, TState>> {
    const pageSize = this.#sizer?.sizeAt(pageToken) ?? this.paginator?.pageSize;
    return { ...slice, pageToken, pageSize, signal };
  }

  /** Asks for a page; for fewer records, which the page's context then says, as long as the API cannot serve it. */
  #request(page: OpenPage<PageContext<TRecord, TSlice, TPageToken, TState>>): Promise<HttpResponse> {
    return this.#sizer?.request(page, (rule) => this.#send(page, rule)) ?? this.#send(page);
  }

  async #send(page: PageContext<TRecord, TSlice, TPageToken, TState>, firstRule?: ResponseRule): Promise<HttpResponse> {
    const { url, params, headers } = this.paginator?.pageRequest(page) ?? {};
    const { query, body } = placePageParams(params, this.requestBody(page), this.pageParamsPath);
    const { decoder } = this;
    const accept = decoder?.accept === undefined ? {} : { accept: decoder.accept };
    return this.client.request(
      {
        method: this.httpMethod,
        urlBase: this.urlBase ?? this.client.urlBase,
        url: url ?? this.path(page),
        params: url === undefined ? { ...query, ...this.requestParams(page) } : undefined,
        headers: { ...accept, ...this.requestHeaders(page), ...headers },
        body,
        streamed: decoder !== undefined,
        cache: this.cacheResponses,
        responseRules: firstRule === undefined ? this.rules() : [firstRule, ...this.rules()],
      },
      page,
    );
  }
}
