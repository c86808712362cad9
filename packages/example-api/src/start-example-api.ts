import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Access } from './auth/access.ts';
import type { Auth, AuthOptions } from './auth/access.ts';
import { FaultList } from './faults/fault-list.ts';
import type { Faults } from './faults/fault-list.ts';
import type { FaultRule } from './faults/fault.ts';
import { Delays } from './http/delays.ts';
import { PageCache } from './http/page-cache.ts';
import { QuotaMeter } from './http/quota-meter.ts';
import type { Quota } from './http/quota-meter.ts';
import { RequestLog } from './http/request-log.ts';
import type { LoggedRequest } from './http/request-log.ts';
import { createRequestHandler } from './request-handler.ts';
import { ExportJobs } from './shop/export-jobs.ts';
import { Churn } from './shop/churn.ts';
import type { ChurnOptions } from './shop/churn.ts';
import { createShop } from './shop/shop.ts';
import type { Shop } from './shop/shop.ts';

const HOST = '127.0.0.1';
const KEEP_ALIVE_MS = 75_000;
const MAX_SIZE = 1_000_000_000;
const MAX_CHANGING_SIZE = 100_000;

/** How the example API is set up. */
export interface ExampleApiOptions {
  /**
   * The port on 127.0.0.1; 0 takes a free one.
   * @default 0
   */
  readonly port?: number;
  /**
   * How many records each stream has, up to a thousand million. Memory does not grow with it.
   * @default 500
   */
  readonly size?: number;
  /**
   * Which data the shop has: the same seed and size always give the same records.
   * @default 1
   */
  readonly seed?: number;
  /**
   * The bearer token that clients must send, if they do not log in for one.
   * @default 'example-token'
   */
  readonly token?: string;
  /** How tokens other than that one are given out. */
  readonly auth?: AuthOptions;
  /**
   * Milliseconds that pass before every answer.
   * @default 0
   */
  readonly latencyMs?: number;
  /**
   * Whether bodies are gzip for clients that accept it.
   * @default false
   */
  readonly compress?: boolean;
  /**
   * The most bytes of rendered pages to keep, so that a page asked for again costs next to nothing.
   * @default 0
   */
  readonly pageCacheBytes?: number;
  /**
   * How many requests the log keeps; 0 keeps none.
   * @default 100000
   */
  readonly requestLogLimit?: number;
  /** What the API answers in what time; a request too many is a 429. @default none */
  readonly quotas?: readonly Quota[];
  /** The fault rules to start with. @default none */
  readonly faults?: readonly FaultRule[];
  /**
   * Lets orders change while they are read: after every so many requests, some get the API's own time as their `updated_at`. Only
   * for shops of up to 100,000 records.
   * @default orders never change
   */
  readonly churn?: ChurnOptions;
  /**
   * The API's own clock, in milliseconds since the Unix epoch: behind `at` in the log, the `Date` header, the headers of the
   * `rateLimit` fault, the tokens' expiry, and the `updated_at` of orders that change.
   * @default Date.now
   */
  readonly now?: () => number;
}

/** A running example API. */
export interface ExampleApi extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:4321`. */
  readonly url: string;
  /** The bearer token it always accepts. */
  readonly token: string;
  /** Who may log in for other tokens, and what can be done to those. */
  readonly auth: Auth;
  /** The data it serves, by index: what a client should end up with. */
  readonly shop: Shop;
  /** The requests it received since the last `clearRequests()`, oldest first. It grows while the API runs. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  /**
   * Changes orders now, by index.
   * @throws RangeError when the API was started without `churn`
   */
  touchOrders(...indexes: readonly number[]): void;
  /** Orders change no more, except by `touchOrders`. */
  stopChurn(): void;
  /** How it misbehaves. */
  readonly faults: Faults;
  /** Stops listening and cuts every connection. Resolves when the port is free; a second call does nothing more. */
  close(): Promise<void>;
}

/**
 * Starts the HTTP API of a small shop on 127.0.0.1. Resolves when it listens; rejects when the port is taken.
 * @throws RangeError when `size`, a quota or a fault rule is out of bounds
 */
export async function startExampleApi(options: ExampleApiOptions = {}): Promise<ExampleApi> {
  const { port = 0, size = 500, seed = 1, token = 'example-token', latencyMs = 0, compress = false } = options;
  const { pageCacheBytes = 0, requestLogLimit = 100_000, now = Date.now } = options;
  if (!Number.isInteger(size) || size < 0 || size > MAX_SIZE) {
    throw new RangeError(`"size" must be an integer from 0 to ${MAX_SIZE}, got ${size}`);
  }
  if (options.churn !== undefined && size > MAX_CHANGING_SIZE) {
    throw new RangeError(`"size" of an API with churn must be at most ${MAX_CHANGING_SIZE}, got ${size}`);
  }
  const faults = new FaultList(options.faults);
  const log = new RequestLog(requestLogLimit);
  const cache = new PageCache(pageCacheBytes);
  const delays = new Delays();
  const quotas = new QuotaMeter(options.quotas ?? []);
  const shop = createShop(seed, size, options.churn !== undefined);
  const { orderChanges } = shop;
  const churn = orderChanges && options.churn && new Churn(seed, size, orderChanges, options.churn);
  const second = (): number => Math.floor(now() / 1000);
  const access = new Access(token, options.auth ?? {}, now);
  const state = { jobs: new ExportJobs(), access };
  const handle = createRequestHandler({ shop, state, faults, log, cache, delays, quotas, latencyMs, compress, now });
  const hasOwnClock = options.now !== undefined;

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5_000 });
  server.on('request', (request, response) => {
    churn?.count(second());
    if (hasOwnClock) response.setHeader('date', new Date(now()).toUTCString());
    void handle(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });

  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const close = (): Promise<void> => {
    server.close();
    delays.cancel();
    server.closeAllConnections();
    return closed;
  };

  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    token,
    auth: access,
    shop,
    requests: log.entries,
    clearRequests: () => log.clear(),
    touchOrders: (...indexes) => {
      if (orderChanges === undefined) throw new RangeError('Orders change only when the API is started with "churn"');
      for (const index of indexes) orderChanges.touch(index, second());
    },
    stopChurn: () => churn?.stop(),
    faults,
    close,
    [Symbol.asyncDispose]: close,
  };
}
