/** How many requests the API answers in each window of time. */
export interface Quota {
  readonly requests: number;
  /** The length of a window in milliseconds; windows lie end to end since the Unix epoch, so that one of a minute starts with each. */
  readonly perMs: number;
}

/** What the quotas say to a request. */
export interface QuotaVerdict {
  /** Whether a quota is used up. A request that is refused does not count. */
  readonly isRefused: boolean;
  /** `x-ratelimit-limit`, `-remaining` and `-reset` (epoch seconds) of the quota with the least left; `retry-after` for a refusal. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts requests against quotas. */
export class QuotaMeter {
  readonly #windows: { readonly quota: Quota; start: number; used: number }[];

  /** @throws RangeError when a quota has no room for any request */
  constructor(quotas: readonly Quota[]) {
    for (const { requests, perMs } of quotas) {
      if (requests >= 1 && perMs >= 1) continue;
      throw new RangeError(`A quota must be of 1 request and 1 ms at least, got ${requests} per ${perMs} ms`);
    }
    this.#windows = quotas.map((quota) => ({ quota, start: -Infinity, used: 0 }));
  }

  /**
   * Counts a request, unless a quota refuses it. Gives `undefined` when there are no quotas.
   * @param now milliseconds since the Unix epoch
   */
  take(now: number): QuotaVerdict | undefined {
    if (this.#windows.length === 0) return undefined;
    for (const window of this.#windows) {
      const start = Math.floor(now / window.quota.perMs) * window.quota.perMs;
      if (start !== window.start) Object.assign(window, { start, used: 0 });
    }
    const isRefused = this.#windows.some(({ quota, used }) => used >= quota.requests);
    if (!isRefused) for (const window of this.#windows) window.used++;
    const tightest = this.#windows
      .map(({ quota, start, used }) => ({
        limit: quota.requests,
        remaining: quota.requests - used,
        reset: start + quota.perMs,
      }))
      .reduce((a, b) => (b.remaining < a.remaining || (b.remaining === a.remaining && b.reset > a.reset) ? b : a));
    const headers = {
      'x-ratelimit-limit': String(tightest.limit),
      'x-ratelimit-remaining': String(tightest.remaining),
      'x-ratelimit-reset': String(Math.ceil(tightest.reset / 1000)),
    };
    if (!isRefused) return { isRefused, headers };
    return { isRefused, headers: { ...headers, 'retry-after': String(Math.ceil((tightest.reset - now) / 1000)) } };
  }
}
