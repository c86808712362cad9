import type { Logger } from '../logger.ts';
import type { SyncMode } from '../protocol/catalog.ts';
import type { HarEntry } from '../protocol/har.ts';
import type { JsonObject } from '../protocol/json.ts';
import type { Clock } from './clock.ts';
import type { DatetimeWindow } from './cursors/datetime-windows.ts';

/** What any code of a connector may need while a command runs. */
export interface RunContext {
  /** Where to say what happens. */
  readonly logger: Logger;
  /** Aborted when the command is to stop (SIGTERM, SIGINT, closed stdout). Hand it to whatever waits. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Names a value that must never be printed, for example a token that was obtained during the run. */
  readonly addSecret: (value: string) => void;
  /**
   * Changes the config, and hands the whole of it to the platform, to keep in place of the one it has: for a refresh token that
   * works once, or a setting that has moved. `change` gets the config as it is now and gives the new one; when both say the same,
   * nothing is sent. The object that the source got as its config changes as well. Resolves when the message has left the process:
   * wait for that before a new value is used, so that no crash can come between.
   *
   * Changes are made one after another. One that takes its time, because it asks the API for the new value, is not cut off by
   * SIGTERM, for up to five seconds.
   *
   * @example await context.updateConfig((config) => ({ ...config, refresh_token: newToken }));
   */
  readonly updateConfig: (change: (config: JsonObject) => JsonObject | Promise<JsonObject>) => Promise<void>;
  /**
   * Has the process wait for `work` before it ends, also when the command is stopped or fails: for what must be put right in the
   * API, such as a job that is to be cancelled. After five seconds the process ends all the same.
   */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** The text without the secrets that are known. */
  readonly redact: (text: string) => string;
  /** The way to the network where the connector runs. @default direct connections to any address */
  readonly network?: NetworkSettings | undefined;
  /** Takes what is known of each request and its response, when a trace is wanted. @default no trace */
  readonly traceHttp?: ((entry: HarEntry) => void) | undefined;
}

/** The way to the network, as the environment says it. */
export interface NetworkSettings {
  /** The proxy for https: URLs (`HTTPS_PROXY`): `http://proxy.corp:3128`. @default none */
  readonly httpsProxy?: string | undefined;
  /** The proxy for http: URLs (`HTTP_PROXY`). @default none */
  readonly httpProxy?: string | undefined;
  /** Hosts that are asked without a proxy, in the form of `NO_PROXY`: `localhost,.corp,10.0.0.0/8`. @default none */
  readonly noProxy?: string | undefined;
  /** Asks by https: only, and no address that is not public (`DEPLOYMENT_MODE=cloud`). @default false */
  readonly publicOnly?: boolean | undefined;
}

/** What the methods of a Source receive. */
export type SourceContext = RunContext;

/** What a stream's read has asked of the API so far. */
export interface RequestCounts {
  /** Requests sent, retries among them. */
  requests: number;
  retries: number;
  /** Time spent waiting before retries, in milliseconds. */
  waitMs: number;
}

export function newRequestCounts(): RequestCounts {
  return { requests: 0, retries: 0, waitMs: 0 };
}

/** What a slice is doing, for the message about one that gives nothing. */
export interface SliceActivity {
  /** Names the slice in a message: `Stream "events", slice {"id":7}`. */
  readonly label?: string;
  /** `GET https://api.example.com/v1/orders`; set by whatever waits. */
  waitingFor: string | undefined;
}

/** What a stream knows while it is read. */
export interface StreamContext<TState = unknown> extends RunContext {
  /** Name of the stream, with its namespace: for what acts on its behalf, as a trace of its requests does. */
  readonly streamName?: string;
  readonly syncMode: SyncMode;
  /**
   * The state that this read started from; `{}` on the first read. It does not change while the read runs, so the
   * parameters that are made from it are the same on every page. A stream with a cursor gets it in a full refresh too: a
   * platform hands a state to one only to go on with a read that broke off.
   */
  readonly state: TState;
  /** False where one page may be all that is wanted, as in `check`: then none is asked for in advance. @default true */
  readonly readAhead?: boolean;
  /** Kept by `HttpClient`, and told in the LOG line at the stream's end. */
  readonly requestCounts: RequestCounts;
  /**
   * Says that the API's quota is used up, and when it returns (milliseconds since the epoch). `HttpClient` calls it before it
   * waits; the platform shows the stream as rate limited.
   */
  readonly reportRateLimit: (quotaReset: number | undefined) => void;
  /**
   * Says how many records a slice has, before they are read, where the API tells: an ESTIMATE for the platform. Only there where
   * it is of use: not for a stream of many partitions.
   */
  readonly reportTotal?: (records: number) => void;
  /** Where to note what is waited for; `HttpClient` notes its requests. */
  readonly activity?: SliceActivity;
}

/** What a stream knows while one of its slices is read. */
export interface SliceContext<TSlice = undefined, TState = unknown> extends StreamContext<TState> {
  /** The part of the stream that is being read: what `streamSlices` yielded, for a child stream the parent's record. */
  readonly slice: TSlice;
  /** The range of cursor values to ask for, of a stream that declares `windows`. */
  readonly window?: DatetimeWindow;
  /**
   * What `checkpoint` was given last, in a read that broke off: go on from there. `undefined` to begin at the beginning.
   * `HttpStream` goes on from a page.
   */
  readonly resumeFrom?: unknown;
  /** The page size that `checkpoint` was given with it. */
  readonly resumePageSize?: number | undefined;
  /**
   * Says where this slice can go on once the page that is yielded next is out: any JSON value, `undefined` when that page is the
   * last. Call it right before the `yield`. Only there where it is of use: in a full refresh.
   *
   * Where `resumeFrom` counts pages, say of how many records as well: by the next read that may have changed.
   */
  readonly checkpoint?: (resumeFrom: unknown, pageSize?: number) => void;
  /**
   * Says that a page has come from the API, for the LOG line at the stream's end: one whose records are yielded a few at a time is one
   * page, and one without records is one, too. A stream that never calls it is told to have as many as it yielded.
   */
  readonly countPage?: () => void;
  /**
   * Says what time it is for the API, in milliseconds since the epoch, so that what changes there during the read is not taken for
   * read. `HttpStream` takes it from the first response's `Date`.
   */
  readonly setServerTime?: (ms: number) => void;
}
