import { jsonBody } from '../json-body.ts';
import { valueAtPath } from '../value-at-path.ts';
import {
  type BackoffContext,
  type BackoffStrategy,
  extract,
  type ResponseWaitOptions,
  type Wait,
  waitOfDuration,
  type WaitUnit,
} from './backoff-strategy.ts';

export interface WaitTimeFromBodyOptions extends ResponseWaitOptions {
  /** Where the duration stands in the JSON body: `error.retry_in`. */
  readonly path: string;
  /** In what it counts. @default 'seconds' */
  readonly unit?: WaitUnit;
  /** Takes the number out of a text: its first group, or all that it matches. @default the whole value */
  readonly pattern?: RegExp;
}

/**
 * Waits as long as the body of the response says.
 *
 * @example new WaitTimeFromBody({ path: 'message', pattern: /again in (\d+) minutes/, unit: 'minutes' })
 */
export class WaitTimeFromBody implements BackoffStrategy {
  readonly #options: WaitTimeFromBodyOptions;

  constructor(options: WaitTimeFromBodyOptions) {
    this.#options = options;
  }

  wait({ response, isRateLimited }: BackoffContext): Wait | undefined {
    const { path, unit = 'seconds', pattern, onlyRateLimited = false } = this.#options;
    if (onlyRateLimited && !isRateLimited) return undefined;
    const value = response && valueAtPath(jsonBody(response), path);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    return waitOfDuration(extract(text, pattern), unit, `"${path}" of its body`);
  }
}
