import { ConnectorError } from '../errors/connector-error.ts';
import type { FailureType } from '../protocol/messages.ts';
import type { HttpResponse } from './http-response.ts';
import { jsonBody } from './json-body.ts';
import { matchesMethod, matchesPath, matchesText, type RequestMatcher, type TextPattern } from './request-matcher.ts';
import { valueAtPath } from './value-at-path.ts';

/** One status, or all of a hundred: 404, '4xx'. */
export type StatusPattern = number | '1xx' | '2xx' | '3xx' | '4xx' | '5xx';

type Scalar = string | number | boolean | null;

/** Says which responses are meant: those for which all that is given holds. */
export interface ResponseCondition extends Pick<RequestMatcher, 'method' | 'path'> {
  /** 404, `[409, 425]`, '5xx'. @default any, those of success among them */
  readonly status?: StatusPattern | readonly StatusPattern[];
  /** Response headers: `{ 'X-RateLimit-Remaining': '0' }`. @default any */
  readonly headers?: Readonly<Record<string, TextPattern>>;
  /**
   * A value in the JSON body: `{ path: 'error.code', equals: 'rate_limited' }`, with a list for any of several. Without
   * `equals` something must stand there: not null, false or an empty text or list. A body that is no JSON is not meant.
   * @default any
   */
  readonly body?: { readonly path: string; readonly equals?: Scalar | readonly Scalar[] };
  /** Whatever else tells. Called only for responses for which the rest holds. @default any */
  readonly when?: (response: HttpResponse) => boolean;
}

/** What to do about a response. */
export type ResponseAction =
  /** It is handed out like any other. */
  | 'success'
  /** The request is sent again, after a wait. */
  | 'retry'
  /** The same; the stream is shown as rate limited, and headers that tell when a quota returns count. */
  | 'rate-limited'
  /** The credentials are renewed and the request is sent once more, where the authenticator can; otherwise it fails. */
  | 'refresh'
  /** It counts as an empty list: it has no records, no page follows it, and a LOG line says so. For what is not there. */
  | 'ignore'
  /**
   * Its partition is left out of this read, and a LOG line says so: nothing more is asked for it, nothing is claimed of it in the
   * state, and the next read tries again. A stream without partitions ends there, and is complete. For what cannot be read now.
   */
  | 'skip'
  /** The stream fails. */
  | 'fail';

/**
 * Changes what is done about some responses. Of several rules, the first that means a response decides.
 *
 * @example { status: 403, headers: { 'X-RateLimit-Remaining': '0' }, action: 'rate-limited' }
 */
export type ResponseRule = ResponseCondition &
  (
    | { readonly action: 'success'; readonly message?: undefined; readonly failureType?: undefined }
    | {
        readonly action: 'ignore' | 'skip';
        /** Said in the LOG line, after the status and what the API says: why that is no failure. */
        readonly message?: string;
        readonly failureType?: undefined;
      }
    | {
        readonly action: 'retry' | 'rate-limited' | 'refresh' | 'fail';
        /** Said to the user when the request has failed in the end: what happened, or what to change. */
        readonly message?: string;
        /**
         * What the platform is told then.
         * @default `transient_error` after `retry` and `rate-limited`, `config_error` after `refresh`, by the status after `fail`
         */
        readonly failureType?: FailureType;
      }
  );

/** Tells whether a response is one of those that a rule means. */
export function matchesResponse(condition: ResponseCondition, response: HttpResponse, path: string): boolean {
  const { status, method, path: wantedPath, headers = {}, body, when } = condition;
  if (status !== undefined && !matchesStatus(status, response.status)) return false;
  if (!matchesMethod(method, response.method) || !matchesPath(wantedPath, path)) return false;
  for (const name in headers) if (!matchesText(headers[name], response.header(name))) return false;
  if (body !== undefined && !matchesBody(body, response)) return false;
  return when === undefined || when(response);
}

/** @throws ConnectorError for a rule without any condition: it would mean every response. */
export function checkRules(rules: readonly ResponseRule[] = []): void {
  const blank = rules.findIndex(
    ({ action: _action, message: _message, failureType: _failureType, ...conditions }) =>
      Object.keys(conditions).length === 0,
  );
  if (blank === -1) return;
  throw new ConnectorError(
    `responseRules[${blank}] has no condition, so it would mean every response: add a status, headers, body or when`,
  );
}

function matchesStatus(wanted: StatusPattern | readonly StatusPattern[], status: number): boolean {
  const list = typeof wanted === 'object' ? wanted : [wanted];
  return list.some((one) => (typeof one === 'number' ? one === status : Number(one[0]) === Math.floor(status / 100)));
}

function matchesBody({ path, equals }: NonNullable<ResponseCondition['body']>, response: HttpResponse): boolean {
  const value = valueAtPath(jsonBody(response), path);
  if (equals === undefined) {
    const isEmpty = value === undefined || value === null || value === false || value === '';
    return !isEmpty && !(Array.isArray(value) && value.length === 0);
  }
  return typeof equals === 'object' && equals !== null ? equals.includes(value as Scalar) : value === equals;
}
