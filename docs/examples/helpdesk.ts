import { createHmac } from 'node:crypto';
import {
  type Authenticator,
  ConfigError,
  type FinishedPage,
  HttpClient,
  HttpError,
  type HttpResponse,
  HttpStream,
  type PageContext,
  type RunContext,
  type SliceContext,
  Source,
  type SourceContext,
  Stream,
} from '@headwater/cdk';
import spec from './helpdesk-spec.json' with { type: 'json' };
import type { Account, Comment, Config, Ticket } from './helpdesk-types.ts';
import accountSchema from './schemas/account.json' with { type: 'json' };
import commentSchema from './schemas/comments.json' with { type: 'json' };
import ticketSchema from './schemas/tickets.json' with { type: 'json' };

// #region slices
interface Team {
  readonly team: string;
}

/** A search by POST, once for every team of the config. */
export class Tickets extends HttpStream<Ticket, Team> {
  readonly name = 'tickets';
  readonly primaryKey = ['team', 'id'] as const;
  readonly cursorField = 'updated_at';
  readonly httpMethod = 'POST';
  readonly #teams: readonly string[];

  constructor(client: HttpClient, teams: readonly string[]) {
    super(client);
    this.#teams = teams;
  }

  getJsonSchema() {
    return ticketSchema;
  }

  async *streamSlices() {
    for (const team of this.#teams) yield { team };
  }

  path() {
    return '/tickets/search';
  }

  requestBody({ slice, state, pageToken }: PageContext<Ticket, Team>) {
    return { json: { team: slice.team, updated_since: state.updated_at, after: pageToken } };
  }

  /** The hits are `{ score, ticket }`, and a ticket does not say its team. */
  *parseResponse(response: HttpResponse, { slice }: PageContext<Ticket, Team>) {
    for (const { ticket } of response.records<{ ticket: Omit<Ticket, 'team'> }>('hits')) {
      yield { ...ticket, team: slice.team };
    }
  }

  nextPageToken(response: HttpResponse) {
    return response.json<{ after?: string | null }>().after ?? undefined;
  }
}
// #endregion

// #region next-page-token
const PAGE_SIZE = 2;

type Place = { after_time: string; after_id: number };

/** The API goes on after a time and, among comments of that time, an id; a page that is not full is the last. */
export class Comments extends HttpStream<Comment, undefined, Place> {
  readonly name = 'comments';
  readonly primaryKey = 'id';

  getJsonSchema() {
    return commentSchema;
  }

  path() {
    return '/comments';
  }

  requestParams({ pageToken }: PageContext<Comment, undefined, Place>) {
    return { ...pageToken, limit: PAGE_SIZE };
  }

  nextPageToken(_response: HttpResponse, { recordCount, lastRecord: last }: FinishedPage<Comment, undefined, Place>) {
    if (last === undefined || recordCount < PAGE_SIZE) return undefined;
    return { after_time: last.posted_at, after_id: last.id };
  }
}
// #endregion

// #region custom-stream
/** One record that is no list: a stream of its own kind. */
export class AccountStream extends Stream<Account> {
  readonly name = 'account';
  readonly primaryKey = undefined;
  readonly #client: HttpClient;

  constructor(client: HttpClient) {
    super();
    this.#client = client;
  }

  getJsonSchema() {
    return accountSchema;
  }

  async *readPages(context: SliceContext) {
    const response = await this.#client.request({ url: '/account' }, context);
    yield [response.json<Account>()];
  }
}
// #endregion

// #region authenticator
/** Signs each request with the time it is sent at. */
class SignatureAuthenticator implements Authenticator {
  readonly #id: string;
  readonly #secret: string;

  constructor({ key_id: id, key_secret: secret }: Config) {
    this.#id = id;
    this.#secret = secret;
  }

  credentials({ clock }: RunContext) {
    const time = String(clock.now());
    const signature = createHmac('sha256', this.#secret).update(time).digest('hex');
    return {
      headers: { 'X-Key-Id': this.#id, 'X-Time': time, 'X-Signature': signature },
      secrets: [this.#secret, signature],
    };
  }
}
// #endregion

// #region source
export class Helpdesk extends Source<Config> {
  spec() {
    return spec;
  }

  streams(config: Config) {
    const client = this.#client(config);
    return [new Tickets(client, config.teams ?? ['support']), new Comments(client), new AccountStream(client)];
  }

  async checkConnection(config: Config, context: SourceContext) {
    try {
      await this.#client(config).request({ url: '/account' }, context);
    } catch (error) {
      if (error instanceof HttpError && error.status === 404) {
        throw new ConfigError(`There is no account "${config.account}"`, { cause: error });
      }
      throw error;
    }
  }

  // #region client
  #client(config: Config) {
    return new HttpClient({
      urlBase: `https://${config.account}.example.com/api`,
      authenticator: new SignatureAuthenticator(config),
      headers: { 'User-Agent': 'headwater-helpdesk' },
      allowedHosts: ['files.example.com'],
      timeouts: { idleMs: 120_000 },
      retry: { maxRetries: 8, maxWaitMs: 3_600_000, maxTotalMs: 7_200_000 },
    });
  }
  // #endregion
}
// #endregion
