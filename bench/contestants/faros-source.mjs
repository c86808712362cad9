// The shop's orders as a connector of faros-airbyte-cdk. The benchmark copies it into bench/.peers/, beside its packages.
import { Agent } from 'node:http';
import faros from 'faros-airbyte-cdk';
import got from 'got';

const { AirbyteSourceBase, AirbyteSourceLogger, AirbyteSourceRunner, AirbyteSpec, AirbyteStreamBase } = faros;

class Orders extends AirbyteStreamBase {
  primaryKey = 'id';

  constructor(config, logger) {
    super(logger);
    this.config = config;
    this.client = got.extend({
      agent: { http: new Agent({ keepAlive: true, noDelay: true }) },
      headers: { accept: 'application/json', authorization: `Bearer ${config.api_token}` },
      retry: { limit: 0 },
      responseType: 'text',
    });
  }

  getJsonSchema() {
    return { type: 'object', properties: { id: { type: 'string' } } };
  }

  async *readRecords() {
    const { api_url: apiUrl, page_size: pageSize } = this.config;
    let cursor = '';
    do {
      const url = `${apiUrl}/orders?${cursor}limit=${pageSize}&updated_since=2024-01-01&sort=asc`;
      const page = JSON.parse((await this.client(url)).body);
      yield* page.data;
      cursor = page.next_cursor === null ? undefined : `cursor=${encodeURIComponent(page.next_cursor)}&`;
    } while (cursor !== undefined);
  }
}

class Shop extends AirbyteSourceBase {
  get type() {
    return 'shop';
  }

  async spec() {
    const properties = { api_url: { type: 'string' }, api_token: { type: 'string' }, page_size: { type: 'integer' } };
    return new AirbyteSpec({ connectionSpecification: { type: 'object', properties } });
  }

  async checkConnection() {
    return [true, undefined];
  }

  streams(config) {
    return [new Orders(config, this.logger)];
  }
}

const logger = new AirbyteSourceLogger();
await new AirbyteSourceRunner(logger, new Shop(logger)).mainCommand().parseAsync();
