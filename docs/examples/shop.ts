// Streams that are read incrementally, each from an API that offers another way.
import {
  CursorPaginator,
  DatetimeWindows,
  HttpClient,
  HttpStream,
  type JsonObject,
  type PageContext,
  Source,
  type StreamState,
} from '@headwater/cdk';

// In a connector of your own these are generated from spec.json and schemas/*.json.
export interface Config {
  url: string;
  start_date: string;
}

export interface Row {
  id: number;
  updated_at: string;
}

export interface Visit {
  id: number;
  updated: number;
}

const spec = {
  connectionSpecification: {
    type: 'object',
    required: ['url', 'start_date'],
    properties: { url: { type: 'string' }, start_date: { type: 'string', format: 'date' } },
  },
};

const schema = {
  type: 'object',
  properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } },
};

const visitSchema = { type: 'object', properties: { id: { type: 'integer' }, updated: { type: 'integer' } } };

// #region unsorted
/** The API gives what changed since a time, in no order. */
class Orders extends HttpStream<Row> {
  readonly name = 'orders';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/orders';
  requestParams = ({ state }: PageContext<Row>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region exclusive
/** The API gives what changed after a time, and not what changed at it. */
class Prices extends HttpStream<Row> {
  readonly name = 'prices';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly cursorFilter = 'exclusive';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/prices';
  requestParams = ({ state }: PageContext<Row>) => ({ changed_after: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region windows
/** The API wants both ends of the time that it is asked for. */
class Payments extends HttpStream<Row> {
  readonly name = 'payments';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly windows: DatetimeWindows;
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });

  constructor(client: HttpClient, { start_date: start }: Config) {
    super(client);
    this.windows = new DatetimeWindows({ start, step: 'P1M', granularity: 'PT1S', lookback: 'P2D' });
  }

  path = () => '/payments';
  requestParams = ({ window }: PageContext<Row>) => ({ from: window?.start, to: window?.end });
  getJsonSchema = () => schema;
}
// #endregion

// #region epochs
/** Times are seconds since 1970. */
class Visits extends HttpStream<Visit> {
  readonly name = 'visits';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated';
  readonly windows: DatetimeWindows;
  readonly recordPath = 'data';

  constructor(client: HttpClient, { start_date: start }: Config) {
    super(client);
    this.windows = new DatetimeWindows({ start, format: '%s' });
  }

  path = () => '/visits';
  requestParams = ({ window }: PageContext<Visit>) => ({ since: window?.start });
  getJsonSchema = () => visitSchema;
}
// #endregion

// #region feed
/** The newest come first, and there is no filter. */
class Activity extends HttpStream<Row> {
  readonly name = 'activity';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'descending';
  readonly cursorFilter = 'none';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/activity';
  getJsonSchema = () => schema;
}
// #endregion

// #region migrate
/** Version 1 of this connector wrote `{ "last_change": … }`. */
class Products extends HttpStream<Row> {
  readonly name = 'products';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordPath = 'data';
  path = () => '/products';
  requestParams = ({ state }: PageContext<Row>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;

  // #region migrate-state
  override migrateState({ last_change: lastChange, ...state }: StreamState) {
    return lastChange === undefined ? state : { updated_at: lastChange };
  }
  // #endregion
}
// #endregion

// #region client-side
/** There is neither a filter nor an order. */
class Contacts extends HttpStream<Row> {
  readonly name = 'contacts';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly cursorFilter = 'none';
  readonly recordPath = 'data';
  readonly totalRecords = { path: 'total' };
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/contacts';
  getJsonSchema = () => schema;
}
// #endregion

export class Shop extends Source<Config> {
  spec = () => spec;

  // #region migrate-config
  /** Up to version 2 the start date was called `since`. */
  override migrateConfig({ since, ...config }: JsonObject) {
    return since === undefined ? config : { start_date: since, ...config };
  }
  // #endregion

  streams(config: Config) {
    const client = new HttpClient({ urlBase: config.url });
    return [
      new Orders(client),
      new Products(client),
      new Prices(client),
      new Payments(client, config),
      new Visits(client, config),
      new Activity(client),
      new Contacts(client),
    ];
  }
}
