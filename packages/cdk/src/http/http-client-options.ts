import type { Authenticator } from './authenticators/authenticator.ts';
import type { HttpHeaders } from './http-request.ts';
import type { TlsOptions } from './network/tls-settings.ts';
import type { Timeouts } from './network-error.ts';
import type { RateLimit } from './rate-limits/rate-limit.ts';
import type { ResponseCacheOptions } from './response-cache.ts';
import type { ResponseRule } from './response-rule.ts';
import type { RetryPolicy } from './retry-policy.ts';

export interface HttpClientOptions {
  /** Where relative URLs start, and the origin that may have the credentials: `https://api.example.com/v1`. */
  readonly urlBase?: string;
  /** Proves who asks. @default none */
  readonly authenticator?: Authenticator;
  /** Sent with every request. @default `accept: application/json` */
  readonly headers?: HttpHeaders;
  /**
   * Further hosts (`files.example.com`, with the port when it has one) that may have the credentials. One that is asked by http
   * although `urlBase` is https needs its scheme: `http://files.example.com`.
   * @default []
   */
  readonly allowedHosts?: readonly string[];
  /** @default connect 10 s, idle 60 s, request 5 min */
  readonly timeouts?: Partial<Timeouts>;
  /** @default 5 retries from 1 s, at most 10 min */
  readonly retry?: Partial<RetryPolicy>;
  /** What to do about responses where the status alone does not tell, or tells wrong. The first rule that means one decides. @default [] */
  readonly responseRules?: readonly ResponseRule[];
  /** What may be sent to the API in what time, over all streams. A request keeps to all that match it. @default [] */
  readonly rateLimits?: readonly RateLimit[];
  /**
   * The proxy for all requests, as a URL: `http://user:password@proxy.example.com:3128`. Empty text is as good as none.
   * @default what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say
   */
  readonly proxy?: string | undefined;
  /** Certificates: authorities to trust, and the client's own. @default the usual authorities, and none */
  readonly tls?: TlsOptions | undefined;
  /** How much of the responses of streams with `cacheResponses` is kept. @default 32 MiB in memory, then 1 GiB on disk */
  readonly cache?: ResponseCacheOptions;
}

/** What is left of the options for requests that go elsewhere than to the API. */
export function withoutApi(options: HttpClientOptions): HttpClientOptions {
  const { authenticator: _, urlBase: _base, headers: _headers, allowedHosts: _hosts, ...others } = options;
  const { responseRules: _rules, rateLimits: _limits, ...rest } = others;
  return rest;
}
