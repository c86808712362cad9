/** What one quota of an API has left. */
export interface QuotaState {
  /** Requests that may still be made until the reset; `undefined` when the API does not say. */
  readonly remaining: number | undefined;
  /** Seconds until the quota is whole again; `undefined` when the API does not say. */
  readonly resetSeconds: number | undefined;
}

/**
 * Reads the `RateLimit` header in both forms that drafts of its standard have had: a list of quotas,
 * `"burst";r=0;t=3, "daily";r=980;t=4000`, and members of one, `limit=100, remaining=0, reset=30`.
 *
 * @see draft-ietf-httpapi-ratelimit-headers, RateLimit Header Fields for HTTP
 */
export function parseRateLimitField(value: string | undefined): QuotaState[] {
  if (value === undefined) return [];
  // What stands in quotation marks is the name of a quota, whatever it looks like.
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, 'quota');
  const isOneQuota = /(?:^|[\s,;])(?:remaining|reset)\s*=/.test(bare);
  const quotas = isOneQuota ? [bare.replaceAll(',', ';')] : bare.split(',');
  return quotas
    .map((quota) => ({
      remaining: member(quota, isOneQuota ? 'remaining' : 'r'),
      resetSeconds: member(quota, isOneQuota ? 'reset' : 't'),
    }))
    .filter(({ remaining, resetSeconds }) => remaining !== undefined || resetSeconds !== undefined);
}

function member(quota: string, name: string): number | undefined {
  const [, text] = new RegExp(`(?:^|[\\s;])${name}\\s*=\\s*(\\d+)`).exec(quota) ?? [];
  return text === undefined ? undefined : Number(text);
}
