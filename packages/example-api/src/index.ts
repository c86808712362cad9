export { startExampleApi } from './start-example-api.ts';
export type { ExampleApi, ExampleApiOptions } from './start-example-api.ts';

export type { Account, Auth, AuthOptions } from './auth/access.ts';

export type { Quota } from './http/quota-meter.ts';
export type { LoggedRequest } from './http/request-log.ts';

export type { Faults } from './faults/fault-list.ts';
export type {
  BodyFault,
  Fault,
  FaultRule,
  JobFault,
  PageFault,
  RateLimitHeader,
  ReplacementFault,
  TokenFault,
  TransportFault,
} from './faults/fault.ts';

export type { ChurnOptions } from './shop/churn.ts';
export type { Customer } from './shop/customers.ts';
export type { ExportEntry, ExportPayload } from './shop/export-entries.ts';
export type { OrderEvent, OrderEvents } from './shop/order-events.ts';
export type { OrderChanges } from './shop/order-changes.ts';
export type { Order, OrderLine, Orders } from './shop/orders.ts';
export type { Address } from './shop/pools.ts';
export type { Product, Products } from './shop/products.ts';
export type { Series } from './shop/series.ts';
export type { Shop } from './shop/shop.ts';
export type { Stock, StockItem, Store, Stores } from './shop/stores.ts';
export type { Timeline } from './shop/timeline.ts';
