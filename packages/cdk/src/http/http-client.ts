import { ConfigError } from '../errors/config-error.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { HarEntry } from '../protocol/har.ts';
import { SkippedPartition } from '../streams/skipped-partition.ts';
import type { Authenticator, Credentials } from './authenticators/authenticator.ts';
import { AllowedOrigins, ForeignRedirect } from './allowed-origins.ts';
import { cacheKey } from './cache-key.ts';
import { classify, classifyStatus } from './classify.ts';
import type { ClientRequest } from './client-request.ts';
import { encodeBody } from './encode-body.ts';
import type { Exchange } from './exchange.ts';
import type { FailedTry } from './failed-try.ts';
import { findCause } from './find-cause.ts';
import { type HttpClientOptions, withoutApi } from './http-client-options.ts';
import type { HttpContext } from './http-context.ts';
import { describeResponse, HttpError } from './http-error.ts';
import { buildUrl, type HttpHeaders, type HttpRequest, lowerCaseNames } from './http-request.ts';
import { HttpResponse } from './http-response.ts';
import { type Timeouts, toNetworkError } from './network-error.ts';
import { pathBelow, type OutgoingRequest } from './request-matcher.ts';
import { RateLimiter } from './rate-limits/rate-limiter.ts';
import { checkRules, type ResponseRule } from './response-rule.ts';
import { RequestCredentials } from './request-credentials.ts';
import { ResponseCache } from './response-cache.ts';
import { Retries } from './retries.ts';
import { type RetryPolicy, retryPolicy } from './retry-policy.ts';
import { hideValues } from './trace/hide-values.ts';
import { BrokenResponse, gotTransport, type Transport } from './transport.ts';
import { withCredentials } from './with-credentials.ts';

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
  readonly #rules: readonly ResponseRule[];
  readonly #limiter: RateLimiter | undefined;
  readonly #options: HttpClientOptions;
  #bareClient: HttpClient | undefined;
  #cache: ResponseCache | undefined;

  constructor(options: HttpClientOptions = {}) {
    this.urlBase = options.urlBase;
    this.#options = options;
    this.#authenticator = options.authenticator;
    this.#headers = { accept: 'application/json', ...lowerCaseNames(options.headers) };
    this.#origins = new AllowedOrigins(options.allowedHosts);
    this.#timeouts = { ...defaultTimeouts, ...options.timeouts };
    this.#retry = retryPolicy(options.retry);
    checkRules(options.responseRules);
    this.#rules = options.responseRules ?? [];
    const { rateLimits = [] } = options;
    this.#limiter = rateLimits.length === 0 ? undefined : new RateLimiter(rateLimits, this.#retry.maxWaitMs);
    const { proxy, tls } = options;
    const isAllowed = (url: URL): boolean => this.#origins.has(url);
    this.#transport = gotTransport({ timeouts: this.#timeouts, proxy, tls, isAllowed });
  }

  /**
   * Sends a request until it succeeds or no try is left.
   *
   * @throws HttpError for a status that means failure; NetworkError when no response came; ConnectorError when the URL is
   *   not of the API's origin; the signal's reason when the run is stopped.
   */
  async request(request: ClientRequest, context: HttpContext): Promise<HttpResponse> {
    if (request.cache === true) {
      this.#cache ??= new ResponseCache(this.#options.cache);
      const send = () => this.request({ ...request, cache: false, streamed: false }, context);
      return this.#cache.get(cacheKey(request), context, send);
    }
    const startedAt = context.clock.now();
    const credentials = this.#authenticator && new RequestCredentials(this.#authenticator, context, this.#sendBare);
    let retries: Retries | undefined;
    for (let tries = 1; ; tries++) {
      const admission = this.#limiter && (await this.#limiter.admit(this.#outgoing(request), context));
      let result: HttpResponse | FailedTry | undefined;
      try {
        result = await this.#try(request, credentials, context, tries);
      } finally {
        admission?.settle(result instanceof HttpResponse ? result : result?.response, context.clock.now());
      }
      if (result instanceof HttpResponse) return result;
      retries ??= new Retries(this.#retry, context, startedAt, credentials);
      try {
        await retries.next(result, tries, admission);
      } catch (error) {
        if (error === result.failure && result.partial !== undefined) return result.partial;
        throw error;
      }
    }
  }

  /** Sends the request once. */
  async #try(
    request: ClientRequest,
    credentials: RequestCredentials | undefined,
    context: HttpContext,
    tries: number,
  ): Promise<HttpResponse | FailedTry> {
    const { signal, clock, logger } = context;
    signal.throwIfAborted();
    const exchange = this.#exchangeOf(request, await credentials?.next(), context, tries);
    const label = `${exchange.method} ${exchange.url.origin}${exchange.url.pathname}`;

    if (context.requestCounts !== undefined) context.requestCounts.requests++;
    if (context.activity !== undefined) context.activity.waitingFor = label;
    const sentAt = clock.now();
    let response: HttpResponse;
    try {
      response = await this.#transport(exchange);
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      if (thrown instanceof ConfigError) throw thrown;
      const foreign = findCause(thrown, ForeignRedirect);
      if (foreign !== undefined) throw this.#origins.refuse(foreign.target, `${label} redirects`);
      const broken = thrown instanceof BrokenResponse ? thrown : undefined;
      const failure = toNetworkError(broken?.cause ?? thrown, label, this.#timeouts, tries);
      const action = failure.isRetryable ? 'retry' : 'fail';
      return { failure, action, response: undefined, partial: broken?.response };
    }
    const first = response.isStreamed ? 'first ' : '';
    logger.debug(`${label}: ${response.status}, ${first}${response.byteLength} bytes, ${clock.now() - sentAt} ms`);

    return this.#judge(response, request, exchange.url, context, tries);
  }

  /** What a response comes to: itself, or a try that failed. */
  #judge(
    response: HttpResponse,
    { urlBase = this.urlBase, responseRules = [], streamed = false }: ClientRequest,
    url: URL,
    { logger, activity }: HttpContext,
    tries: number,
  ): HttpResponse | FailedTry {
    const rules = responseRules.length === 0 ? this.#rules : [...responseRules, ...this.#rules];
    const { action, failureType, message } =
      rules.length === 0 ? classifyStatus(response.status) : classify(response, pathBelow(urlBase, url), rules);
    if (action === 'success' && response.endsEarly) {
      // As a connection that broke off: what came of a body that may be streamed is still to be had.
      const cut = new Error('its JSON ends early');
      const failure = toNetworkError(cut, response.request, this.#timeouts, tries, response.byteLength);
      return { failure, action: 'retry', response: undefined, partial: streamed ? response : undefined };
    }
    if (action === 'success') return response;
    // Nobody reads what may still be to come of it.
    response.close();
    if (action === 'ignore') {
      logger.info(
        `${activity?.label ?? 'The source'} takes a response for an empty list: ${describeResponse(response, message)}`,
      );
      response.ignore();
      return response;
    }
    if (action === 'skip') throw new SkippedPartition(describeResponse(response, message), { failureType });
    return { failure: new HttpError(response, { failureType, tries, advice: message }), action, response };
  }

  /** The request with its credentials, ready to send. */
  #exchangeOf(
    { method = 'GET', urlBase = this.urlBase, ...request }: HttpRequest,
    credentials: Credentials | undefined,
    context: HttpContext,
    tries: number,
  ): Exchange {
    const own = { ...request, headers: { ...this.#headers, ...lowerCaseNames(request.headers) } };
    const signed = withCredentials(own, credentials);
    const { body, contentType } = encodeBody(signed.body);
    const headers = { ...contentType, ...signed.headers };
    const url = this.#urlOf(signed, urlBase);
    if (url.password !== '') context.addSecret(`${url.protocol}//${url.username}:${url.password}@${url.host}`);
    return { method, url, headers, body, isStreamed: request.streamed === true, tries, context };
  }

  /** What the rate limits look at: it has no credentials, which are asked for when it may be sent. */
  #outgoing({ method = 'GET', urlBase = this.urlBase, ...request }: HttpRequest): OutgoingRequest {
    const url = this.#urlOf(request, urlBase);
    const headers = { ...this.#headers, ...lowerCaseNames(request.headers) };
    return { method, url, path: pathBelow(urlBase, url), headers, body: request.body };
  }

  /** Sends what an authenticator asks: without credentials and by none of the API's own rules. */
  readonly #sendBare = (request: HttpRequest, context: HttpContext): Promise<HttpResponse> => {
    this.#bareClient ??= new HttpClient(withoutApi(this.#options));
    const { traceHttp } = context;
    const hidden = traceHttp && { traceHttp: (entry: HarEntry) => traceHttp(hideValues(entry)) };
    // The author named the URL, so its origin is one that may have what is in the request.
    return this.#bareClient.request({ urlBase: request.url, ...request }, { ...context, ...hidden });
  };

  #urlOf({ url, params }: HttpRequest, urlBase: string | undefined): URL {
    if (urlBase !== undefined) this.#origins.add(urlBase);
    let target: URL;
    try {
      target = buildUrl(urlBase, url, params);
    } catch {
      // Without its query, where a key may stand, and without the cause, which shows all of it.
      const shown = url.replace(/[?#].*$/s, '…');
      throw new ConnectorError(`Not a URL: ${JSON.stringify(shown)} with urlBase ${JSON.stringify(urlBase ?? '')}`);
    }
    // Also without an authenticator: headers and parameters may hold credentials too.
    this.#origins.require(target);
    return target;
  }
}
