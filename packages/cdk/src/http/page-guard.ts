import { isDeepStrictEqual } from 'node:util';
import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, showValue } from '../protocol/json.ts';
import type { SliceContext } from '../streams/contexts.ts';
import type { PrimaryKey } from '../streams/field.ts';
import { maskQuery } from './mask-secrets.ts';
import { SeenTexts } from './seen-texts.ts';

/** So many pages in a row that have all come before are no coincidence. */
const MAX_REPEATS = 2;

/** Records without a key may be equal in good faith, whole pages of them too: it takes one more. */
const MAX_REPEATS_WITHOUT_KEY = 3;

/** So many pages without records in a row are worth a word; the next comes when they are twice as many. */
const FIRST_EMPTY_WARNING = 100;

/** Records of a page that stand for all of it. To compare whole pages would cost as much as writing them. */
const SAMPLE_SIZE = 5;

/**
 * Ends a pagination that would go on forever: an API that gives a token it has given before, at whatever distance, a link to
 * the page itself, or pages that have come before, again and again under new tokens. Empty pages may be honest however many there
 * are: of these it warns. One guard watches one list.
 */
export class PageGuard {
  readonly #stream: string;
  /** The fields of the records' key; none where they have none. */
  readonly #key: readonly string[];
  readonly #tokens = new SeenTexts();
  readonly #pages = new SeenTexts();
  /** Pages in a row that have come before. */
  #repeats = 0;
  /** Pages in a row without records. */
  #empty = 0;
  #warnAtEmpty = FIRST_EMPTY_WARNING;
  readonly #context: Pick<SliceContext, 'logger' | 'activity'>;

  /** @param primaryKey That of the records. Without one, pages that are equal may be honest. */
  constructor(stream: string, primaryKey: PrimaryKey<any>, context: Pick<SliceContext, 'logger' | 'activity'>) {
    this.#stream = stream;
    this.#context = context;
    this.#key = typeof primaryKey === 'string' ? [primaryKey] : (primaryKey ?? []);
  }

  /**
   * Takes note of a page and of the token that it gave for the next.
   *
   * @param records The page's records, or a sample of them where they are gone.
   * @param pageUrl The URL of the page.
   * @returns The error that ends the stream, once the records of the page are out; `undefined` when all is well.
   */
  check(token: unknown, records: readonly unknown[], pageUrl: string): ConnectorError | undefined {
    if (token === pageUrl) return this.#stuck(`the page ${shown(token)} links to itself`);
    if (this.#tokens.add(showValue(token, Number.POSITIVE_INFINITY))) {
      return this.#stuck(`the API returned page token ${shown(token)} twice`);
    }
    this.#countEmpty(token, records);
    this.#repeats = this.#hasComeBefore(records) ? this.#repeats + 1 : 0;
    if (this.#repeats < (this.#key.length > 0 ? MAX_REPEATS : MAX_REPEATS_WITHOUT_KEY)) return undefined;
    return this.#stuck(
      `the API returned ${this.#repeats} pages in a row that it had returned before, the next token is ${shown(token)}`,
    );
  }

  #countEmpty(token: unknown, records: readonly unknown[]): void {
    if (records.length > 0) {
      this.#empty = 0;
      this.#warnAtEmpty = FIRST_EMPTY_WARNING;
      return;
    }
    if (++this.#empty < this.#warnAtEmpty) return;
    this.#warnAtEmpty *= 2;
    const { logger, activity } = this.#context;
    logger.warn(
      `${activity?.label ?? `Stream "${this.#stream}"`} has had ${this.#empty} pages in a row without records, the next token is ` +
        `${shown(token)}. Where such a page ends the list, say so with lastPage: 'empty' of the paginator; ` +
        `where records are far between, ask the API for fewer pages with a filter or a larger page size`,
    );
  }

  #hasComeBefore(records: readonly unknown[]): boolean {
    if (records.length === 0) return false;
    if (this.#key.length === 0 && isDeepStrictEqual(records[0], records.at(-1))) return false;
    const sample = sampleOf(records).map((record) => this.#keyOf(record));
    return this.#pages.add(showValue([records.length, ...sample], Number.POSITIVE_INFINITY));
  }

  /** What tells a record from others: its key; all of it, where that is missing. */
  #keyOf(record: unknown): unknown {
    if (this.#key.length === 0 || !isJsonObject(record)) return record;
    const values = this.#key.map((field) => record[field]);
    return values.includes(undefined) ? record : values;
  }

  #stuck(how: string): ConnectorError {
    return new ConnectorError(`Pagination of stream "${this.#stream}" is stuck: ${how}`);
  }
}

/** The first record of a page, the last, and some between at even distances. */
export function sampleOf<TRecord>(records: readonly TRecord[]): readonly TRecord[] {
  if (records.length <= SAMPLE_SIZE) return records;
  const step = (records.length - 1) / (SAMPLE_SIZE - 1);
  return Array.from({ length: SAMPLE_SIZE }, (_, nth) => records[Math.round(nth * step)] as TRecord);
}

/** A token that is a link may have a key in it. */
function shown(token: unknown): string {
  return maskQuery(showValue(token));
}
