import { type HttpClient, HttpStream } from '@headwater/cdk';
import type { Config } from './config.ts';

/** A record of any resource. */
export interface ShopRecord {
  readonly id: number;
  readonly updated_at: string;
}

const schema = {
  type: 'object',
  properties: { id: { type: 'integer' }, updated_at: { type: 'string', format: 'date-time' } },
};

/** What all streams of the shop share. */
export abstract class ShopStream<TSlice = undefined> extends HttpStream<ShopRecord, TSlice> {
  readonly primaryKey = 'id';
  protected readonly pageSize: number;

  constructor(client: HttpClient, config: Config) {
    super(client);
    this.pageSize = config.page_size;
  }

  getJsonSchema() {
    return schema;
  }
}
