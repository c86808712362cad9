// A depot whose systems of several decades each export in a format of their own.
import {
  CsvDecoder,
  CursorPaginator,
  type DecodeContext,
  DecodeError,
  type DecodedRecords,
  type Decoder,
  GzipDecoder,
  HttpClient,
  type HttpResponse,
  HttpStream,
  JsonDecoder,
  JsonlDecoder,
  Source,
  XmlDecoder,
  ZipDecoder,
} from '@headwater/cdk';

interface Config {
  url: string;
}

const schema = { type: 'object', properties: {} };

// #region json
class Shipments extends HttpStream<{ id: number }> {
  readonly name = 'shipments';
  readonly primaryKey = 'id';
  readonly decoder = new JsonDecoder({ recordPath: 'result.shipments' });
  readonly paginator = new CursorPaginator({ token: { path: 'result.next' } });
  path = () => '/shipments';
  getJsonSchema = () => schema;
}
// #endregion

class Scans extends HttpStream<{ at: string }> {
  readonly name = 'scans';
  readonly primaryKey = undefined;
  // #region jsonl
  readonly decoder = new JsonlDecoder();
  // #endregion
  path = () => '/scans';
  getJsonSchema = () => schema;
}

// #region map
interface StockRow {
  sku: string;
  quantity: string;
  shelf: string | null;
}

interface Stock {
  sku: string;
  quantity: number;
  shelf: string | null;
}

class Stocks extends HttpStream<Stock> {
  readonly name = 'stocks';
  readonly primaryKey = 'sku';
  // #region csv
  readonly decoder = new CsvDecoder({ delimiter: ';', encoding: 'windows-1252', skipLines: 1, nullValues: [''] });
  // #endregion
  path = () => '/stocks';
  parseResponse(response: HttpResponse): DecodedRecords<Stock> {
    const rows = response.decode<StockRow>(this.decoder);
    return rows.filter(({ sku }) => sku !== 'TOTAL').map((row) => ({ ...row, quantity: Number(row.quantity) }));
  }
  getJsonSchema = () => schema;
}
// #endregion

class Suppliers extends HttpStream<{ '@id': string }> {
  readonly name = 'suppliers';
  readonly primaryKey = '@id';
  // #region xml
  readonly decoder = new XmlDecoder({ recordPath: 'suppliers.supplier', lists: ['phone'] });
  // #endregion
  path = () => '/suppliers';
  getJsonSchema = () => schema;
}

class Movements extends HttpStream<object> {
  readonly name = 'movements';
  readonly primaryKey = undefined;
  // #region zip
  readonly decoder = new ZipDecoder(new CsvDecoder(), { entries: /\.csv$/ });
  // #endregion
  path = () => '/movements';
  getJsonSchema = () => schema;
}

class OldScans extends HttpStream<{ at: string }> {
  readonly name = 'old_scans';
  readonly primaryKey = undefined;
  // #region gzip
  readonly decoder = new GzipDecoder(new JsonlDecoder());
  // #endregion
  path = () => '/old-scans';
  getJsonSchema = () => schema;
}

// #region own
/** Lines of name and number, `bolt 20`, each a record. */
class InventoryDecoder implements Decoder {
  readonly accept = 'text/x-inventory';

  async *decode(bytes: AsyncIterable<Uint8Array>, context: DecodeContext) {
    const text = new TextDecoder();
    let byteOffset = 0;
    let open = '';
    for await (const chunk of bytes) {
      const lines = (open + text.decode(chunk, { stream: true })).split('\n');
      open = lines.pop() ?? '';
      const records: object[] = [];
      for (const line of lines) {
        const [, name, count] = /^(\S+) (\d+)$/.exec(line) ?? [];
        if (name === undefined) {
          yield records;
          throw new DecodeError(context, { byteOffset, expected: 'a name and a number' });
        }
        records.push({ name, count: Number(count) });
        byteOffset += Buffer.byteLength(line) + 1;
      }
      yield records;
    }
    if (open !== '') throw new DecodeError(context, { byteOffset, expected: 'the rest of a line', isCut: true });
  }
}
// #endregion

class Inventories extends HttpStream<object> {
  readonly name = 'inventories';
  readonly primaryKey = undefined;
  readonly decoder = new InventoryDecoder();
  path = () => '/inventories';
  getJsonSchema = () => schema;
}

export class Depot extends Source<Config> {
  spec = () => ({
    connectionSpecification: { type: 'object', required: ['url'], properties: { url: { type: 'string' } } },
  });

  streams({ url: urlBase }: Config) {
    const client = new HttpClient({ urlBase });
    return [
      new Shipments(client),
      new Scans(client),
      new Stocks(client),
      new Suppliers(client),
      new Movements(client),
      new OldScans(client),
      new Inventories(client),
    ];
  }
}
