import { type HttpClient, HttpStream, type PrimaryKey } from '@headwater/cdk';
import type { Config } from './config.ts';

/** A record of any resource, with what the connector needs of it. */
export interface ShopRecord {
  readonly id: number | string;
  readonly updated_at: string;
  readonly occurred_at: string;
  readonly store_id: string;
  readonly product_id: string;
}

const time = { type: 'string', format: 'date-time' };
const schema = {
  type: 'object',
  properties: {
    id: { type: ['integer', 'string'] },
    updated_at: time,
    occurred_at: time,
    store_id: { type: 'string' },
    product_id: { type: 'string' },
  },
};

/** What all streams of the shop share. */
export abstract class ShopStream<TSlice = undefined> extends HttpStream<ShopRecord, TSlice> {
  readonly primaryKey: PrimaryKey<ShopRecord> = 'id';
  protected readonly pageSize: number;

  constructor(client: HttpClient, config: Config) {
    super(client);
    this.pageSize = config.page_size;
  }

  getJsonSchema() {
    return schema;
  }
}
