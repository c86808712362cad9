import { isDeepStrictEqual } from 'node:util';
import { ConnectorError } from '../errors/connector-error.ts';
import { showValue } from '../protocol/json.ts';

/** The same page this often in a row is no coincidence any more. */
const MAX_SAME_PAGES = 3;

/**
 * Ends a pagination that would go on forever: an API that gives a token it has given before, at whatever distance, a link to
 * the page itself, or the same page again and again under new tokens. One guard watches one list.
 */
export class PageGuard {
  readonly #stream: string;
  readonly #tokens = new Set<unknown>();
  readonly #hasKey: boolean;
  /** Of the page before: how many records, the first and the last. To keep it whole would cost a page of memory. */
  #outline: readonly unknown[] = [];
  /** The page before as JSON, once its outline looked like that of the one before it. */
  #content: string | undefined;
  #samePages = 1;

  /** @param hasKey Whether the records have a key. Without one, pages that are equal may be honest. */
  constructor(stream: string, hasKey: boolean) {
    this.#stream = stream;
    this.#hasKey = hasKey;
  }

  /**
   * Takes note of a page and of the token that it gave for the next.
   *
   * @param records What is known of the page's records at once; none for records that come one by one.
   * @param pageUrl The URL of the page.
   * @returns The error that ends the stream, once the records of the page are out; `undefined` when all is well.
   */
  check(token: unknown, records: readonly unknown[], pageUrl: string): ConnectorError | undefined {
    const key = typeof token === 'object' ? showValue(token, Number.POSITIVE_INFINITY) : token;
    if (key === pageUrl) return this.#stuck(`the page ${showValue(token)} links to itself`);
    if (this.#tokens.has(key)) return this.#stuck(`the API returned page token ${showValue(token)} twice`);
    this.#tokens.add(key);

    if (this.#hasKey) this.#compareWithPageBefore(records);
    if (this.#samePages < MAX_SAME_PAGES) return undefined;
    return this.#stuck(`the API returned the same page ${MAX_SAME_PAGES} times, the next token is ${showValue(token)}`);
  }

  #compareWithPageBefore(records: readonly unknown[]): void {
    const outline = [records.length, records[0], records.at(-1)];
    const looksSame = records.length > 0 && isDeepStrictEqual(outline, this.#outline);
    const content = looksSame ? showValue(records, Number.POSITIVE_INFINITY) : undefined;
    if (!looksSame) this.#samePages = 1;
    else this.#samePages = content === this.#content ? this.#samePages + 1 : 2;
    this.#outline = outline;
    this.#content = content;
  }

  #stuck(how: string): ConnectorError {
    return new ConnectorError(`Pagination of stream "${this.#stream}" is stuck: ${how}`);
  }
}
