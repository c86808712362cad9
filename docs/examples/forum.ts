// Streams that are read in parts: a list from the config, the records of other streams, and combinations of these.
import {
  CursorPaginator,
  HttpClient,
  HttpStream,
  ListPartitions,
  migrateLegacyPartitions,
  type PageContext,
  ParentPartitions,
  type Partition,
  type Partitions,
  type PartitionsContext,
  ProductPartitions,
  Source,
  type StreamState,
} from '@headwater/cdk';

// In a connector of your own these are generated from spec.json and schemas/*.json.
export interface Config {
  url: string;
  boards: string[];
  num_workers?: number;
}

export interface Board {
  id: string;
}

export interface Topic {
  id: number;
  board_id: string;
  reply_count: number;
  updated_at: string;
}

export interface Reply {
  id: number;
  updated_at: string;
}

export interface Follower {
  user: string;
}

const spec = {
  connectionSpecification: {
    type: 'object',
    required: ['url', 'boards'],
    properties: {
      url: { type: 'string' },
      boards: { type: 'array', items: { type: 'string' } },
      num_workers: { type: 'integer', minimum: 1 },
    },
  },
};

const boardSchema = { type: 'object', properties: { id: { type: 'string' } } };
const schema = {
  type: 'object',
  properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } },
};
const followerSchema = { type: 'object', properties: { user: { type: 'string' } } };

class Boards extends HttpStream<Board> {
  readonly name = 'boards';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  path = () => '/boards';
  getJsonSchema = () => boardSchema;
}

// #region list
interface BoardSlice {
  board: string;
}

/** The topics of each board of the config. */
class Topics extends HttpStream<Topic, BoardSlice> {
  readonly name = 'topics';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  readonly partitions: ListPartitions<BoardSlice>;

  constructor(client: HttpClient, { boards }: Config) {
    super(client);
    this.partitions = new ListPartitions(boards.map((board) => ({ board })));
  }

  path = ({ slice }: PageContext<Topic, BoardSlice>) => `/boards/${slice.board}/topics`;
  requestParams = ({ state }: PageContext<Topic, BoardSlice>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region product
type BoardAndKind = readonly [Board, { kind: string }];

/** The API lists one kind of post at a time. */
class Posts extends HttpStream<Topic, BoardAndKind> {
  readonly name = 'posts';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly partitions = new ProductPartitions(
    new ParentPartitions({ stream: new Boards(this.client) }),
    new ListPartitions([{ kind: 'question' }, { kind: 'poll' }]),
  );
  path = ({ slice: [board] }: PageContext<Topic, BoardAndKind>) => `/boards/${board.id}/posts`;
  requestParams = ({ slice: [, { kind }] }: PageContext<Topic, BoardAndKind>) => ({ kind });
  getJsonSchema = () => schema;
}
// #endregion

// #region own
interface Years {
  from: number;
  to: number;
}

/** Ten years each, as far as the archive goes back. */
class Decades implements Partitions<Years> {
  async *partitions({ clock }: PartitionsContext): AsyncIterable<Partition<Years>> {
    const present = new Date(clock.now()).getUTCFullYear();
    for (let from = 1990; from <= present; from += 10) {
      yield { slice: { from, to: from + 9 }, key: { from } };
    }
  }
}

class Archive extends HttpStream<Topic, Years> {
  readonly name = 'archive';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly partitions = new Decades();
  path = () => '/archive';
  requestParams = ({ slice: { from, to } }: PageContext<Topic, Years>) => ({ from, to });
  getJsonSchema = () => schema;
}
// #endregion

// #region parent
/** The topics of all boards: one list of topics for each board. */
class BoardTopics extends HttpStream<Topic, Board> {
  readonly name = 'board_topics';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordOrder = 'ascending';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  readonly parent = new Boards(this.client);
  path = ({ slice: board }: PageContext<Topic, Board>) => `/boards/${board.id}/topics`;
  requestParams = ({ state }: PageContext<Topic, Board>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region grandparent
/** The replies to every topic of every board. */
class Replies extends HttpStream<Reply, Topic> {
  readonly name = 'replies';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  readonly responseRules = [{ status: 404, action: 'ignore' }] as const;
  readonly partitions = new ParentPartitions({
    stream: new BoardTopics(this.client),
    where: (topic) => topic.reply_count > 0,
  });
  path = ({ slice: topic }: PageContext<Reply, Topic>) => `/topics/${topic.id}/replies`;
  getJsonSchema = () => schema;
}
// #endregion

// #region incremental
/** A new reply changes its topic, so only the topics that changed are visited. */
class NewReplies extends HttpStream<Reply, Topic> {
  readonly name = 'new_replies';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordPath = 'data';
  readonly paginator = new CursorPaginator({ token: { path: 'next' } });
  readonly partitions = new ParentPartitions({ stream: new BoardTopics(this.client), incremental: true });
  path = ({ slice: topic }: PageContext<Reply, Topic>) => `/topics/${topic.id}/replies`;
  requestParams = ({ state }: PageContext<Reply, Topic>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;
}
// #endregion

// #region several
/** Users follow boards and topics. */
class Followers extends HttpStream<Follower, Board | Topic> {
  readonly name = 'followers';
  readonly primaryKey = undefined;
  readonly recordPath = 'data';
  readonly partitions = new ParentPartitions(
    { stream: new Boards(this.client) },
    { stream: new BoardTopics(this.client) },
  );
  path = ({ slice }: PageContext<Follower, Board | Topic>) =>
    'board_id' in slice ? `/topics/${slice.id}/followers` : `/boards/${slice.id}/followers`;
  getJsonSchema = () => followerSchema;
}
// #endregion

// #region legacy
/** Goes on from the states of a YAML connector, and from those it kept before it had partitions: `{ "help": { "updated_at": … } }`. */
class Members extends HttpStream<Reply, Board> {
  readonly name = 'members';
  readonly primaryKey = 'id';
  readonly cursorField = 'updated_at';
  readonly recordPath = 'data';
  readonly partitions = new ParentPartitions({ stream: new Boards(this.client), key: ({ id }) => keyOf(id) });
  path = ({ slice: board }: PageContext<Reply, Board>) => `/boards/${board.id}/members`;
  requestParams = ({ state }: PageContext<Reply, Board>) => ({ changed_since: state.updated_at });
  getJsonSchema = () => schema;

  override migrateState(state: StreamState) {
    return migrateLegacyPartitions(state, { cursorField: 'updated_at', partitionOf: keyOf });
  }
}

function keyOf(board: string) {
  return { board_id: board, parent_slice: {} };
}
// #endregion

// #region concurrency
export class Forum extends Source<Config> {
  spec = () => spec;

  override concurrency({ num_workers: workers = 4 }: Config) {
    return workers;
  }

  streams(config: Config) {
    const client = new HttpClient({ urlBase: config.url });
    return [
      new Topics(client, config),
      new Posts(client),
      new Archive(client),
      new BoardTopics(client),
      new Replies(client),
      new NewReplies(client),
      new Followers(client),
      new Members(client),
    ];
  }
}
// #endregion
