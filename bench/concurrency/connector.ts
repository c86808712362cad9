// A connector of many lists, for the benchmark of concurrency: `node connector.ts read …` with what it reads in its config.
import {
  HttpClient,
  HttpStream,
  launch,
  ListPartitions,
  OffsetPaginator,
  type Partition,
  type Partitions,
  Source,
  Stream,
} from '@headwater/cdk';

interface Config {
  readonly api_url: string;
  readonly api_token: string;
  /** Streams to read, each the whole list. */
  readonly streams: number;
  /** Partitions of each stream, each the whole list again. */
  readonly partitions: number;
  readonly page_size: number;
  readonly concurrency: number;
}

interface Product {
  readonly id: string;
}

interface Part {
  readonly part: number;
}

/** Reads the same list in each of its partitions. */
class Products extends HttpStream<Product, Part> {
  readonly name: string;
  readonly primaryKey = 'id';
  readonly recordPath = 'items';
  readonly paginator: OffsetPaginator;
  override readonly partitions: ListPartitions<Part>;

  constructor(client: HttpClient, name: string, { partitions, page_size: pageSize }: Config) {
    super(client);
    this.name = name;
    this.paginator = new OffsetPaginator({ pageSize });
    this.partitions = new ListPartitions(Array.from({ length: partitions }, (_item, part) => ({ part })));
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'string' } } };
  }

  path() {
    return '/products';
  }
}

/** A record from each of very many partitions, made here: what is measured is what the engine adds. */
class ManyPartitions extends Stream<Part, Part> {
  readonly name = 'many';
  readonly primaryKey = 'part';
  override readonly partitions: Partitions<Part>;

  constructor(count: number) {
    super();
    this.partitions = {
      *partitions(): Iterable<Partition<Part>> {
        for (let part = 0; part < count; part++) yield { slice: { part }, key: { part } };
      },
    };
  }

  getJsonSchema() {
    return { type: 'object', properties: { part: { type: 'integer' } } };
  }

  async *readPages({ slice }: { readonly slice: Part }) {
    yield [slice];
  }
}

class ListsSource extends Source<Config> {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  override concurrency({ concurrency }: Config) {
    return concurrency;
  }

  streams(config: Config) {
    if (config.streams === 0) return [new ManyPartitions(config.partitions)];
    const headers = { authorization: `Bearer ${config.api_token}` };
    const client = new HttpClient({ urlBase: config.api_url, headers });
    return Array.from({ length: config.streams }, (_item, index) => new Products(client, `products_${index}`, config));
  }
}

launch(new ListsSource());
