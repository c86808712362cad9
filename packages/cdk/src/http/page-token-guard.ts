import { ConnectorError } from '../errors/connector-error.ts';
import { showValue } from '../protocol/json.ts';

/**
 * Ends a pagination that would go on forever: an API that gives a token it has given before, at whatever distance, or a link
 * to the page itself. One guard watches one list.
 */
export class PageTokenGuard {
  readonly #stream: string;
  readonly #seen = new Set<unknown>();

  constructor(stream: string) {
    this.#stream = stream;
  }

  /**
   * Takes note of the token that a page gave for the next.
   *
   * @param pageUrl The URL of the page that gave it.
   * @returns The error that ends the stream, once the records of the page are out; `undefined` when all is well.
   */
  check(token: unknown, pageUrl: string): ConnectorError | undefined {
    const key = typeof token === 'object' ? showValue(token, Number.POSITIVE_INFINITY) : token;
    if (key === pageUrl) {
      return new ConnectorError(
        `Pagination of stream "${this.#stream}" is stuck: the page ${showValue(token)} links to itself`,
      );
    }
    if (this.#seen.has(key)) {
      return new ConnectorError(
        `Pagination of stream "${this.#stream}" is stuck: the API returned page token ${showValue(token)} twice`,
      );
    }
    this.#seen.add(key);
    return undefined;
  }
}
