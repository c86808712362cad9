import type { JsonObject } from '../../protocol/json.ts';
import { apiMessage } from '../api-message.ts';
import type { HttpMethod, RequestBody } from '../http-request.ts';
import type { HttpResponse } from '../http-response.ts';
import { HttpStream } from '../http-stream.ts';
import type { PageContext } from '../page-context.ts';
import type { Records } from '../page-records.ts';
import type { ResponseRule } from '../response-rule.ts';
import { graphqlErrors } from './graphql-errors.ts';
import { graphqlRules } from './graphql-rules.ts';

/**
 * A stream of a GraphQL API: a query that is sent by POST, with the paginator's parameters among its variables. `recordPath` says
 * where the records are, `data.orders.nodes`; of `data.orders.edges` the nodes are taken. An error in the response is a failure
 * although the status is 200.
 *
 * @typeParam TRecord One record, best generated from the stream's schema.
 * @typeParam TSlice What one slice is; the parent's record for a child stream.
 * @typeParam TPageToken What `nextPageToken` gives.
 * @typeParam TState What the stream's state holds; by default `{ [cursorField]: value }`.
 */
export abstract class GraphqlStream<
  TRecord extends object,
  TSlice = undefined,
  TPageToken = string | number,
  TState = Partial<TRecord>,
> extends HttpStream<TRecord, TSlice, TPageToken, TState> {
  override readonly httpMethod: HttpMethod = 'POST';
  override readonly pageParamsPath = 'variables';

  /** The query, with a variable for everything that changes. */
  abstract readonly query: string;

  /** Where the list stands in the response, `data` included: `data.orders.nodes`, `data.orders.edges`. */
  abstract override readonly recordPath: string;

  /**
   * Takes the records that come beside errors, with a WARN that tells the errors. Those of a used-up quota and of the credentials fail
   * the request all the same.
   * @default false: a response with errors fails the stream
   */
  readonly acceptPartialData?: boolean;

  /** The path of the API below `urlBase`; by default `urlBase` is the API itself. */
  protected path(_page: PageContext<TRecord, TSlice, TPageToken, TState>): string {
    return '';
  }

  /** The values of the query's variables, besides those that the paginator sets; of two of one name, this one is sent. */
  protected variables(_page: PageContext<TRecord, TSlice, TPageToken, TState>): JsonObject {
    return {};
  }

  protected override requestBody(page: PageContext<TRecord, TSlice, TPageToken, TState>): RequestBody {
    return { json: { query: this.query, variables: this.variables(page) } };
  }

  protected override rules(): readonly ResponseRule[] {
    return [...super.rules(), ...graphqlRules(this.acceptPartialData === true)];
  }

  /** The nodes of a response. A node that is null, because of an error or of rights that are missing, is no record. */
  protected override parseResponse(
    response: HttpResponse,
    { logger }: PageContext<TRecord, TSlice, TPageToken, TState>,
  ): Records<TRecord> | Promise<Records<TRecord>> {
    if (graphqlErrors(response.json()).length > 0) {
      logger.warn(`The response of ${response.request} has errors beside its data: ${apiMessage(response)}`);
    }
    const list = response.records<TRecord | { readonly node: TRecord | null } | null>(this.recordPath);
    const isEdges = this.recordPath.split('.').at(-1) === 'edges';
    const nodes = isEdges ? list.map((edge) => (edge as { node: TRecord | null } | null)?.node) : list;
    return nodes.filter((node) => node !== null && node !== undefined) as TRecord[];
  }
}
