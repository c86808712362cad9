import type { FailureType } from '../protocol/messages.ts';

/**
 * What the client does about a response: hands it out; sends the request again after a wait, for a used-up quota
 * (`rate-limited`) as long as the API asks; renews the credentials and sends it once more (`refresh`); or fails.
 */
export type ResponseAction = 'success' | 'retry' | 'rate-limited' | 'refresh' | 'fail';

export interface Classification {
  readonly action: ResponseAction;
  /** What the platform is told when it fails in the end. */
  readonly failureType: FailureType;
}

const RETRIED = new Set([408, 500, 502, 503, 504]);

/** The default table: which statuses are successes, which are tried again, and whose fault the rest is. */
export function classify(status: number): Classification {
  if (status >= 200 && status < 300) return { action: 'success', failureType: 'system_error' };
  if (status === 429) return { action: 'rate-limited', failureType: 'transient_error' };
  if (RETRIED.has(status)) return { action: 'retry', failureType: 'transient_error' };
  if (status === 401) return { action: 'refresh', failureType: 'config_error' };
  if (status === 403) return { action: 'fail', failureType: 'config_error' };
  return { action: 'fail', failureType: status >= 500 ? 'transient_error' : 'system_error' };
}
