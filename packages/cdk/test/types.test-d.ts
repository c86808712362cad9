// What must not compile, and what must: checked by `pnpm types`, which fails on an unused @ts-expect-error too.
import {
  BearerAuthenticator,
  CursorPaginator,
  type HttpClient,
  HttpStream,
  OAuthAuthenticator,
  type PageContext,
  ParentPartitions,
  type ResponseRule,
  selectAuthenticator,
  Source,
} from '../src/index.ts';

interface Order {
  id: number;
  updated_at: string;
  lines: { product_id: string }[];
  [key: string]: unknown;
}

abstract class ShopStream<TRecord extends object, TSlice = undefined> extends HttpStream<TRecord, TSlice> {
  getJsonSchema() {
    return { type: 'object' };
  }

  path() {
    return '/';
  }
}

export class Orders extends ShopStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = ['id', 'updated_at'] as const;
  readonly cursorField = 'updated_at';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });

  requestParams({ state, slice }: PageContext<Order>) {
    const since: string | undefined = state.updated_at;
    const none: undefined = slice;
    return { since, none };
  }
}

export class WrongKey extends ShopStream<Order> {
  readonly name = 'orders';
  // @ts-expect-error: a misspelled key, although the record has an index signature
  readonly primaryKey = 'idd';
}

export class WrongCompositeKey extends ShopStream<Order> {
  readonly name = 'orders';
  // @ts-expect-error: one of the fields does not exist
  readonly primaryKey = ['id', 'line'] as const;
}

export class WrongCursor extends ShopStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  // @ts-expect-error: no such field
  readonly cursorField = 'updatedAt';
}

export class WrongOrder extends ShopStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  // @ts-expect-error: 'ascending', 'descending' or 'unsorted'
  readonly recordOrder = 'asc';
}

export class Keyless extends ShopStream<Record<string, unknown>> {
  readonly name = 'keyless';
  readonly primaryKey = undefined;
}

export class Untyped extends ShopStream<Record<string, unknown>> {
  readonly name = 'untyped';
  /** Of a record type that declares nothing, any field will do. */
  readonly primaryKey = 'anything';
}

// @ts-expect-error: the key has to be declared, if only as undefined
export class NoKey extends ShopStream<Order> {
  readonly name = 'orders';
}

export class Lines extends ShopStream<{ id: number }, Order> {
  readonly name = 'lines';
  readonly primaryKey = 'id';
  readonly parent = new Orders(this.client);

  override path(page?: PageContext<{ id: number }, Order>) {
    const id: number | undefined = page?.slice.id;
    // @ts-expect-error: the state holds only fields of the record
    const _other: unknown = page?.state.updated_at;
    return `/orders/${id}/lines`;
  }
}

export class WrongParent extends ShopStream<{ id: number }, { account: string }> {
  readonly name = 'lines';
  readonly primaryKey = 'id';
  // @ts-expect-error: the slices are accounts, the parent gives orders
  readonly parent = new Orders(this.client);
}

interface Store {
  id: string;
  region: string;
}

export class Stores extends ShopStream<Store> {
  readonly name = 'stores';
  readonly primaryKey = 'id';
}

export class Notes extends ShopStream<{ id: number }, Order | Store> {
  readonly name = 'notes';
  readonly primaryKey = 'id';
  readonly partitions = new ParentPartitions(
    { stream: new Orders(this.client), where: (order) => order.lines.length > 0 },
    { stream: new Stores(this.client), key: (store) => ({ store: store.id, region: store.region }) },
  );

  override path(page?: PageContext<{ id: number }, Order | Store>) {
    const id: number | string | undefined = page?.slice.id;
    return `/notes/${id}`;
  }
}

export class WrongPartitions extends ShopStream<{ id: number }, Store> {
  readonly name = 'notes';
  readonly primaryKey = 'id';
  // @ts-expect-error: the slices are stores, the second parent gives orders
  readonly partitions = new ParentPartitions({ stream: new Stores(this.client) }, { stream: new Orders(this.client) });
}

export class ShopSource extends Source<{ token: string }> {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  streams(config: { token: string }) {
    const client = undefined as unknown as HttpClient;
    return config.token === '' ? [] : [new Orders(client), new Lines(client), new Keyless(client)];
  }
}

export class WrongSource extends Source {
  // @ts-expect-error: a spec without its schema
  spec() {
    return { documentationUrl: 'https://example.com' };
  }

  // @ts-expect-error: streams, not names of streams
  streams() {
    return ['orders'];
  }
}

type ChosenCredentials =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'key'; readonly key: string };

export function chosenAuthenticators(credentials: ChosenCredentials) {
  return [
    selectAuthenticator(credentials, 'kind', {
      token: ({ token }) => new BearerAuthenticator(token),
      key: ({ key }) => new BearerAuthenticator(key),
    }),
    // @ts-expect-error: no authenticator for a key
    selectAuthenticator(credentials, 'kind', { token: ({ token }) => new BearerAuthenticator(token) }),
    // @ts-expect-error: a token has no key
    selectAuthenticator(credentials, 'kind', { token: ({ key }) => new BearerAuthenticator(key), key: () => BEARER }),
  ];
}

const BEARER = new BearerAuthenticator('t');
const client = { tokenUrl: 'https://api.example.com/oauth/token', clientId: 'id', clientSecret: 'secret' };

export const grants = [
  new OAuthAuthenticator({ ...client, refreshToken: 'r' }),
  new OAuthAuthenticator({ ...client, grant: 'client_credentials' }),
  // @ts-expect-error: nothing says by what right
  new OAuthAuthenticator(client),
  // @ts-expect-error: a refresh token is no client's credential
  new OAuthAuthenticator({ ...client, grant: 'client_credentials', refreshToken: 'r' }),
  // @ts-expect-error: a config field that may be absent
  new OAuthAuthenticator({ ...client, refreshToken: undefined as string | undefined }),
  // @ts-expect-error: no JWT to trade
  new OAuthAuthenticator({ ...client, grant: 'jwt_bearer' }),
];

export class Ruled extends ShopStream<Order> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly responseRules = [
    { status: [404, '5xx'], action: 'ignore' },
    { body: { path: 'code', equals: ['a', 7, null] }, action: 'fail', failureType: 'config_error', message: 'no' },
  ] as const;
}

export const rules: ResponseRule[] = [
  { when: ({ status }) => status > 500, method: ['GET', 'POST'], path: /orders/, action: 'retry' },
  { status: 404, action: 'ignore', message: 'It is gone' },
  { status: 403, action: 'skip', message: 'It is disabled' },
  // @ts-expect-error: no such action
  { status: 404, action: 'omit' },
  // @ts-expect-error: what is skipped fails nobody
  { status: 404, action: 'skip', failureType: 'config_error' },
  // @ts-expect-error: no such hundred
  { status: '6xx', action: 'ignore' },
  // @ts-expect-error: what is ignored fails nobody
  { status: 404, action: 'ignore', failureType: 'config_error' },
  // @ts-expect-error: no such failure type
  { status: 404, action: 'fail', failureType: 'user_error' },
  // @ts-expect-error: what to do is not said
  { status: 404 },
];
