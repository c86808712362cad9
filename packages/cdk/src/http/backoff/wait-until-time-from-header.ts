import { parseMoment } from '../parse-moment.ts';
import {
  type BackoffContext,
  type BackoffStrategy,
  extract,
  type ResponseWaitOptions,
  type Wait,
} from './backoff-strategy.ts';

export interface WaitUntilTimeFromHeaderOptions extends ResponseWaitOptions {
  /** Names the moment as an HTTP date, as ISO 8601 with its offset, or in seconds or milliseconds since the epoch. */
  readonly header: string;
  /** Takes the moment out of the header: its first group, or all that it matches. @default the whole value */
  readonly pattern?: RegExp;
  /** The shortest wait, in milliseconds, also when the moment is past. @default none: a moment that is past says nothing */
  readonly minWaitMs?: number;
}

/**
 * Waits until the moment that a header of the API's own names.
 *
 * @example new WaitUntilTimeFromHeader({ header: 'X-RateLimit-Minutely-Reset', onlyRateLimited: true })
 */
export class WaitUntilTimeFromHeader implements BackoffStrategy {
  readonly #options: WaitUntilTimeFromHeaderOptions;

  constructor(options: WaitUntilTimeFromHeaderOptions) {
    this.#options = options;
  }

  wait({ response, isRateLimited, now }: BackoffContext): Wait | undefined {
    const { header, pattern, minWaitMs = 0, onlyRateLimited = false } = this.#options;
    if (onlyRateLimited && !isRateLimited) return undefined;
    const moment = parseMoment(extract(response?.header(header), pattern), now, response?.header('date'));
    const ms = moment === undefined ? 0 : Math.max(moment - now, minWaitMs);
    return ms > 0 ? { ms, askedBy: header } : undefined;
  }
}
