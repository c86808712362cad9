import { ConnectorError } from '../errors/connector-error.ts';
import type { RunContext, StreamContext } from '../streams/contexts.ts';
import type { Authenticator } from './authenticators/authenticator.ts';
import { AllowedOrigins } from './allowed-origins.ts';
import { type Classification, classify } from './classify.ts';
import { HttpError } from './http-error.ts';
import { encodeBody } from './encode-body.ts';
import { buildUrl, type HttpHeaders, type HttpRequest, type QueryParams } from './http-request.ts';
import type { HttpResponse } from './http-response.ts';
import { type NetworkError, type Timeouts, toNetworkError } from './network-error.ts';
import { backoffMs, type RetryPolicy, retryPolicy } from './retry-policy.ts';
import { retryAfter } from './retry-after.ts';
import { ForeignRedirect, gotTransport, type Transport } from './transport.ts';

export interface HttpClientOptions {
  /** Where relative URLs start, and the origin that may have the credentials: `https://api.example.com/v1`. */
  readonly urlBase?: string;
  /** Proves who asks. @default none */
  readonly authenticator?: Authenticator;
  /** Sent with every request. @default `accept: application/json` */
  readonly headers?: HttpHeaders;
  /** Further hosts (`files.example.com`, with the port when it has one) that may have the credentials. @default [] */
  readonly allowedHosts?: readonly string[];
  /** @default connect 10 s, idle 60 s, request 5 min */
  readonly timeouts?: Partial<Timeouts>;
  /** @default 5 retries from 1 s, at most 10 min */
  readonly retry?: Partial<RetryPolicy>;
}

/** What a request needs of the run it is part of: a stream's context, or the source's. */
export type HttpContext = RunContext & Partial<Pick<StreamContext, 'reportRateLimit' | 'requestCounts'>>;

const defaultTimeouts: Timeouts = { connectMs: 10_000, idleMs: 60_000, requestMs: 300_000 };

/**
 * Sends requests to one API: adds the credentials, tries again what may pass, waits as long as the API asks, and turns what
 * remains into an error that says what happened. Make one client a source, so that its streams share connections.
 */
export class HttpClient {
  readonly urlBase: string | undefined;
  readonly #authenticator: Authenticator | undefined;
  readonly #headers: HttpHeaders;
  readonly #timeouts: Timeouts;
  readonly #retry: RetryPolicy;
  readonly #transport: Transport;
  readonly #origins: AllowedOrigins;

  constructor(options: HttpClientOptions = {}) {
    this.urlBase = options.urlBase;
    this.#authenticator = options.authenticator;
    this.#headers = { accept: 'application/json', ...lowerCaseNames(options.headers) };
    this.#origins = new AllowedOrigins(options.allowedHosts);
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
    this.#retry = retryPolicy(options.retry);
    this.#transport = gotTransport(this.#timeouts, (url) => this.#origins.has(url));
  }

  /**
   * Sends a request until it succeeds or no try is left.
   *
   * @throws HttpError for a status that means failure; NetworkError when no response came; ConnectorError when the URL is
   *   not of the API's origin; the signal's reason when the run is stopped.
   */
  async request(request: HttpRequest, context: HttpContext): Promise<HttpResponse> {
    const { clock, logger, signal, requestCounts } = context;
    const startedAt = clock.now();
    for (let tries = 1; ; tries++) {
      const result = await this.#try(request, context, tries);
      const { failure } = result;
      if (failure === undefined) return result.response;

      const wait = this.#waitBefore(tries, result, context);
      if (!result.isRetryable || tries > this.#retry.maxRetries) throw failure;
      const exceeded = this.#limitExceeded(wait.ms, clock.now() - startedAt);
      if (exceeded !== undefined) throw this.#tooLong(failure, wait, exceeded);

      if (result.isRateLimited)
        context.reportRateLimit?.(wait.header === undefined ? undefined : clock.now() + wait.ms);
      const because = wait.header === undefined ? '' : ` as ${wait.header} asks`;
      logger.warn(
        `${failure.message}. Waiting ${wait.ms / 1000} s${because}, then try ${tries + 1} of ${this.#retry.maxRetries + 1}`,
      );
      if (requestCounts !== undefined) {
        requestCounts.retries++;
        requestCounts.waitMs += wait.ms;
      }
      await clock.sleep(wait.ms, signal);
    }
  }

  async #try(request: HttpRequest, context: HttpContext, tries: number): Promise<TryResult> {
    const { signal, clock, logger } = context;
    signal.throwIfAborted();
    const credentials = await this.#authenticator?.credentials(context);
    for (const secret of credentials?.secrets ?? []) context.addSecret(secret);

    const { method = 'GET', urlBase = this.urlBase } = request;
    const url = this.#urlOf(request, urlBase, credentials?.params);
    const label = `${method} ${url.origin}${url.pathname}`;
    const { body, contentType } = encodeBody(request.body);
    const headers = {
      ...contentType,
      ...this.#headers,
      ...lowerCaseNames(request.headers),
      ...lowerCaseNames(credentials?.headers),
    };

    if (context.requestCounts !== undefined) context.requestCounts.requests++;
    const sentAt = clock.now();
    let response: HttpResponse;
    try {
      response = await this.#transport({ method, url, headers, body, signal });
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const foreign = findForeignRedirect(thrown);
      if (foreign !== undefined) throw this.#origins.refuse(foreign.target, `${label} redirects`);
      const failure = toNetworkError(thrown, label, this.#timeouts, tries);
      return { failure, isRetryable: failure.isRetryable, isRateLimited: false };
    }
    logger.debug(`${label}: ${response.status}, ${response.byteLength} bytes, ${clock.now() - sentAt} ms`);

    const { action, failureType }: Classification = classify(response.status);
    if (action === 'success') return { response };
    return {
      response,
      failure: new HttpError(response, failureType, tries),
      isRetryable: action !== 'fail',
      isRateLimited: action === 'rate-limited',
    };
  }

  #urlOf({ url, params }: HttpRequest, urlBase: string | undefined, credentialParams: QueryParams | undefined): URL {
    if (urlBase !== undefined) this.#origins.add(urlBase);
    let target: URL;
    try {
      target = buildUrl(urlBase, url, params, credentialParams);
    } catch (cause) {
      throw new ConnectorError(`Not a URL: ${JSON.stringify(url)} with urlBase ${JSON.stringify(urlBase ?? '')}`, {
        cause,
      });
    }
    // Also without an authenticator: headers and parameters may hold credentials too.
    this.#origins.require(target);
    return target;
  }

  #waitBefore(retry: number, result: TryResult, { clock }: HttpContext): Wait {
    const { response, isRateLimited = false } = result;
    const asked = response && retryAfter((name) => response.header(name), clock.now(), isRateLimited);
    if (asked !== undefined) return { ms: asked.waitMs, header: asked.header };
    return { ms: Math.min(backoffMs(this.#retry, retry, clock.random()), this.#retry.maxWaitMs), header: undefined };
  }

  #limitExceeded(waitMs: number, elapsedMs: number): 'maxWaitMs' | 'maxTotalMs' | undefined {
    if (waitMs > this.#retry.maxWaitMs) return 'maxWaitMs';
    return elapsedMs + waitMs > this.#retry.maxTotalMs ? 'maxTotalMs' : undefined;
  }

  /** A wait that the API asked for is named; one that is only backoff says nothing the failure does not. */
  #tooLong(failure: ConnectorError, { ms, header }: Wait, limit: 'maxWaitMs' | 'maxTotalMs'): ConnectorError {
    if (header === undefined) return failure;
    const seconds = `${Math.round(ms / 1000)} s`;
    return new ConnectorError(
      `${failure.message}. ${header} asks to wait ${seconds}, longer than ${limit} of ${this.#retry[limit] / 1000} s allows`,
      { failureType: 'transient_error', cause: failure },
    );
  }
}

interface Wait {
  readonly ms: number;
  /** The response header that asks for it; undefined for backoff. */
  readonly header: string | undefined;
}

type TryResult =
  | { readonly response: HttpResponse; readonly failure?: undefined; readonly isRateLimited?: false }
  | {
      readonly response?: HttpResponse;
      readonly failure: HttpError | NetworkError;
      readonly isRetryable: boolean;
      readonly isRateLimited: boolean;
    };

/** got wraps what a hook throws. */
function findForeignRedirect(thrown: unknown): ForeignRedirect | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof ForeignRedirect) return error;
  }
  return undefined;
}

function lowerCaseNames(headers: HttpHeaders | undefined): HttpHeaders {
  const lowerCased: Record<string, string | undefined> = {};
  for (const name in headers) lowerCased[name.toLowerCase()] = headers[name];
  return lowerCased;
}
