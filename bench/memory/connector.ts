// A connector of one large response, for the benchmark of memory: `node connector.ts read …` with what it reads in its config.
import {
  CsvDecoder,
  type Decoder,
  GzipDecoder,
  HttpClient,
  HttpStream,
  JsonDecoder,
  JsonlDecoder,
  launch,
  Source,
  XmlDecoder,
  ZipDecoder,
} from '@headwater/cdk';
import type { Format } from './formats.ts';

interface Config {
  readonly api_url: string;
  readonly api_token: string;
  readonly format: Format;
  /** The id of the last entry that is not read. */
  readonly after: number;
}

const decoders: Readonly<Record<Format, Decoder>> = {
  json: new JsonDecoder({ recordPath: 'data' }),
  jsonl: new JsonlDecoder(),
  csv: new CsvDecoder(),
  xml: new XmlDecoder({ recordPath: 'export.entries.entry' }),
  gzip: new GzipDecoder(new JsonlDecoder()),
  zip: new ZipDecoder(new JsonlDecoder(), { entries: /\.jsonl$/ }),
};

class Exports extends HttpStream<object> {
  readonly name = 'exports';
  readonly primaryKey = undefined;
  override readonly decoder: Decoder;
  readonly #after: number;

  constructor(client: HttpClient, { format, after }: Config) {
    super(client);
    this.decoder = decoders[format];
    this.#after = after;
  }

  getJsonSchema() {
    return { type: 'object' };
  }

  path() {
    return '/exports';
  }

  override requestParams() {
    return { limit: 'all', after: this.#after };
  }
}

class ExportSource extends Source<Config> {
  spec() {
    return { connectionSpecification: { type: 'object' } };
  }

  streams(config: Config) {
    const headers = { authorization: `Bearer ${config.api_token}` };
    return [new Exports(new HttpClient({ urlBase: config.api_url, headers }), config)];
  }
}

launch(new ExportSource());
