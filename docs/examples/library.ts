// A library whose API splits its lists in every way there is.
import {
  CursorPaginator,
  HttpClient,
  type HttpResponse,
  HttpStream,
  LinkHeaderPaginator,
  NextUrlPaginator,
  OffsetPaginator,
  type PageContext,
  PageNumberPaginator,
  ParentPartitions,
  type Paginator,
  type RequestedPage,
  Source,
} from '@headwater/cdk';

export interface Entry {
  id: number;
}

const schema = { type: 'object', properties: { id: { type: 'integer' } } };

abstract class Library<TSlice = undefined> extends HttpStream<Entry, TSlice> {
  readonly primaryKey = 'id';
  readonly recordPath: string = 'data';
  getJsonSchema = () => schema;
  path(_page?: PageContext<Entry, TSlice>) {
    return `/${this.name}`;
  }
}

class Authors extends Library {
  readonly name = 'authors';
  // #region page-number
  readonly paginator = new PageNumberPaginator({ pageSize: 100, lastPage: 'short' });
  // #endregion
}

class Books extends Library {
  readonly name = 'books';
  // #region offset
  readonly paginator = new OffsetPaginator({ pageSize: 100, param: 'skip', sizeParam: 'take' });
  // #endregion
}

class Loans extends Library {
  readonly name = 'loans';
  // #region cursor
  readonly paginator = new CursorPaginator({
    token: { header: 'X-Next-Cursor' },
    pageSize: 100,
    lastPage: { path: 'has_more', equals: false },
  });
  // #endregion
}

class Readers extends Library {
  readonly name = 'readers';
  // #region next-url
  readonly paginator = new NextUrlPaginator({ path: 'links.next' });
  // #endregion
}

class Shelves extends Library {
  readonly name = 'shelves';
  readonly paginator = new LinkHeaderPaginator({ pageSize: 100 });
}

// #region body
class Search extends HttpStream<Entry> {
  readonly name = 'search';
  readonly primaryKey = 'id';
  readonly recordPath = 'hits';
  readonly httpMethod = 'POST';
  readonly paginator = new OffsetPaginator({ pageSize: 100, param: 'from', sizeParam: 'size' });
  readonly pageParamsPath = 'page';
  path = () => '/search';
  requestBody = () => ({ json: { kind: 'book', sort: 'id' } });
  getJsonSchema = () => schema;
}
// #endregion

// #region own-paginator
/** Asks for page 1, 2, 3 … of as many as the API says there are: `{ "page": 1, "pages": 7 }`. */
class PageOfPagesPaginator implements Paginator<number> {
  pageRequest({ pageToken }: RequestedPage<number>) {
    return { params: { page: pageToken } };
  }

  nextPageToken(response: HttpResponse) {
    const { page, pages } = response.json<{ page: number; pages: number }>();
    return page < pages ? page + 1 : undefined;
  }
}
// #endregion

class Notices extends Library {
  readonly name = 'notices';
  readonly paginator = new PageOfPagesPaginator();
}

class Fines extends Library {
  readonly name = 'fines';
  // #region last-record
  readonly paginator = new CursorPaginator({
    token: { lastRecord: 'id' },
    param: 'starting_after',
    pageSize: 100,
    lastPage: { path: 'has_more', equals: false },
  });
  // #endregion
}

class Scans extends Library {
  readonly name = 'scans';
  // #region shrink
  readonly paginator = new CursorPaginator({ token: { path: 'next' }, pageSize: 1000 });
  readonly reducePageSizeOn = [502, 504];
  // #endregion
}

// #region cache
class Branches extends HttpStream<Entry> {
  readonly name = 'branches';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly cacheResponses = true;
  path = () => '/branches';
  getJsonSchema = () => schema;
}

class Rooms extends HttpStream<Entry, Entry> {
  readonly name = 'rooms';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly parent = new Branches(this.client);
  path = ({ slice: branch }: PageContext<Entry, Entry>) => `/branches/${branch.id}/rooms`;
  getJsonSchema = () => schema;
}
// #endregion

interface Box {
  id: number;
  books: { data: Entry[]; has_more: boolean };
}

// #region nested-list
/** A box holds its first books; the others are asked for. */
class Boxes extends HttpStream<Box> {
  readonly name = 'boxes';
  readonly primaryKey = 'id';
  path = () => '/boxes';
  getJsonSchema = () => schema;

  async *parseResponse(response: HttpResponse, context: PageContext<Box>) {
    for (const box of response.records<Box>('data')) {
      const books = [...box.books.data];
      for (let hasMore = box.books.has_more; hasMore;) {
        const params = { after: books.at(-1)?.id, fields: ['id', 'title'] };
        const more = await this.client.request({ url: `/boxes/${box.id}/books`, params }, context);
        books.push(...more.records<Entry>('data'));
        hasMore = more.json<Box['books']>().has_more;
      }
      yield { ...box, books: { data: books, has_more: false } };
    }
  }
}
// #endregion

// #region parent-in-constructor
/** What makes the parent comes from outside, so the type of the partitions is said: the records of each parent, in order. */
class Seats extends HttpStream<Entry, Entry> {
  readonly name = 'seats';
  readonly primaryKey = 'id';
  readonly recordPath = 'data';
  readonly partitions: ParentPartitions<[Entry]>;

  constructor(client: HttpClient, branches: Branches) {
    super(client);
    this.partitions = new ParentPartitions({ stream: branches, where: ({ id }) => id > 1 });
  }

  path = ({ slice: branch }: PageContext<Entry, Entry>) => `/branches/${branch.id}/seats`;
  getJsonSchema = () => schema;
}
// #endregion

class Clerks extends Library<Entry> {
  readonly name = 'clerks';
  readonly parent = new Branches(this.client);
  override path({ slice }: PageContext<Entry, Entry>) {
    return `/branches/${slice.id}/clerks`;
  }
}

export class LibrarySource extends Source {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  streams() {
    const client = new HttpClient({ urlBase: 'https://library.example.com/api' });
    const lists = [
      Authors,
      Books,
      Loans,
      Readers,
      Shelves,
      Search,
      Notices,
      Fines,
      Scans,
      Branches,
      Rooms,
      Clerks,
      Boxes,
    ];
    return [...lists.map((List) => new List(client)), new Seats(client, new Branches(client))];
  }
}
