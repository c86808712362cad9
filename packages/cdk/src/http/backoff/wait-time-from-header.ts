import {
  type BackoffContext,
  type BackoffStrategy,
  extract,
  type ResponseWaitOptions,
  type Wait,
  waitOfDuration,
  type WaitUnit,
} from './backoff-strategy.ts';

export interface WaitTimeFromHeaderOptions extends ResponseWaitOptions {
  readonly header: string;
  /** In what the header counts. @default 'seconds' */
  readonly unit?: WaitUnit;
  /** Takes the number out of the header: its first group, or all that it matches. @default the whole value */
  readonly pattern?: RegExp;
}

/**
 * Waits as long as a header of the API's own says. `Retry-After` and the headers like it need none of this: the client knows
 * them.
 *
 * @example new WaitTimeFromHeader({ header: 'X-Backoff', unit: 'milliseconds' })
 */
export class WaitTimeFromHeader implements BackoffStrategy {
  readonly #options: WaitTimeFromHeaderOptions;

  constructor(options: WaitTimeFromHeaderOptions) {
    this.#options = options;
  }

  wait({ response, isRateLimited }: BackoffContext): Wait | undefined {
    const { header, unit = 'seconds', pattern, onlyRateLimited = false } = this.#options;
    if (onlyRateLimited && !isRateLimited) return undefined;
    return waitOfDuration(extract(response?.header(header), pattern), unit, header);
  }
}
