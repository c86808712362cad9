/** Which header tells the client how long to wait, and in which form. `none` leaves the client without a hint. */
export type RateLimitHeader =
  | 'retry-after-seconds'
  | 'retry-after-date'
  | 'ratelimit-reset'
  | 'x-ratelimit-reset-seconds'
  | 'x-ratelimit-reset-epoch'
  | 'x-ratelimit-reset-epoch-ms'
  | 'none';

/** Something else is answered in place of what was asked. */
export type ReplacementFault =
  /** An HTTP status. @default body the API's JSON error; an object is sent as JSON, a string as it is */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | object;
    }
  /** 429 with a header that says to come back in `seconds`. */
  | { readonly kind: 'rateLimit'; readonly header: RateLimitHeader; readonly seconds: number }
  /** 200 with a web page, as a proxy or a log-in wall sends. */
  | { readonly kind: 'html' }
  /** A redirect. @default status 302 */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: 301 | 302 | 303 | 307 | 308 };

/** The page is well formed, and wrong. */
export type PageFault =
  /** No records; where the next page is stays as it was. */
  | { readonly kind: 'emptyPage' }
  /** The place of the records holds an object. */
  | { readonly kind: 'notAnArray' }
  /** The next token, link or URL points at the page itself. */
  | { readonly kind: 'loopNext' }
  /** The next of the first page is the second, and the next of any other is the first. */
  | { readonly kind: 'cycleNext' }
  /** The records of the first page, under a new token each time, without end. */
  | { readonly kind: 'samePage' }
  /** The next link or URL, of events and exports, points at another origin, such as `http://evil.example`. */
  | { readonly kind: 'foreignNext'; readonly origin: string }
  /** 504 in place of a page of more than `max` records. */
  | { readonly kind: 'pageTooBig'; readonly max: number };

/** What becomes of the tokens before the request is answered. */
export type TokenFault =
  /** Every access token and session that was given out so far is refused, that of the request too. */
  { readonly kind: 'expireTokens' };

/** What becomes of the export job that the request creates. */
export type JobFault =
  /** It is done at its poll number `polls` only; `Infinity` is allowed. */
  | { readonly kind: 'slowJob'; readonly polls: number }
  /** It ends as `failed`. */
  | { readonly kind: 'jobFails' }
  /** It ends as `expired`. */
  | { readonly kind: 'jobExpires' };

/** The right answer under a wrong face, in a complete HTTP response. */
export type BodyFault =
  /** The text, or whatever it is, stops after `bytes`; a content-length agrees with what is sent. @default half of the body */
  | { readonly kind: 'cutJson'; readonly bytes?: number }
  /** The byte at this position, from 0, is 0xff, which is neither UTF-8 nor the byte it was. */
  | { readonly kind: 'corruptByte'; readonly at: number }
  /** The right body as text/plain. */
  | { readonly kind: 'wrongContentType' };

/** The right answer that does not arrive, or not in time. */
export type TransportFault =
  /** The connection is reset (RST) before anything is answered. */
  | { readonly kind: 'reset' }
  /** Nothing is ever answered. */
  | { readonly kind: 'hang' }
  /** The head and half of the body are sent, and nothing more. */
  | { readonly kind: 'stall' }
  /** The connection is cut after `bytes` of the announced body. @default half of the body */
  | { readonly kind: 'truncate'; readonly bytes?: number }
  /** The answer comes `ms` milliseconds later. */
  | { readonly kind: 'latency'; readonly ms: number };

/** One way for the API to misbehave. */
export type Fault = ReplacementFault | TokenFault | PageFault | JobFault | BodyFault | TransportFault;

/** The faults of some kinds. */
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { readonly kind: Kind }>;

/** When a fault happens. */
export interface FaultRule {
  /**
   * Which requests match: the beginning of the path, or a pattern for the path. The query string is no part of it.
   * @default every request
   */
  readonly path?: string | RegExp;
  /**
   * The first matching request that has the fault, counted from 1 when the rule is added.
   * @default 1
   */
  readonly from?: number;
  /**
   * How many matching requests in a row have the fault; `Infinity` is allowed.
   * @default 1
   */
  readonly times?: number;
  readonly fault: Fault;
}

const PAGE_FAULTS = new Set<string>([
  'emptyPage',
  'notAnArray',
  'loopNext',
  'cycleNext',
  'samePage',
  'foreignNext',
  'pageTooBig',
] satisfies PageFault['kind'][]);

const JOB_FAULTS = new Set<string>(['slowJob', 'jobFails', 'jobExpires'] satisfies JobFault['kind'][]);

/** Whether a fault is one that a route has to build into its page. */
export function isPageFault(fault: Fault): fault is PageFault {
  return PAGE_FAULTS.has(fault.kind);
}

/** Whether a fault is one of the job that a request creates. */
export function isJobFault(fault: Fault): fault is JobFault {
  return JOB_FAULTS.has(fault.kind);
}

/** The first fault of a kind, if there is one. */
export function faultOf<Kind extends Fault['kind']>(faults: readonly Fault[], kind: Kind): FaultOf<Kind> | undefined {
  return faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind);
}
