/** What ends the lines of a table: also what old Macs wrote. */
export type LineEnd = '\n' | '\r';

export interface CsvRowsOptions {
  readonly delimiter: string;
  /** `''` when there is none. */
  readonly quote: string;
  /** Before `'\n'` a `'\r'` may stand. */
  readonly lineEnd: LineEnd;
  /** Whether nothing follows the text: then its last row needs no line end. */
  readonly isEnd: boolean;
}

/**
 * Cuts a text into the rows of CSV, each a list of fields. Rows without a quote, which most are, are cut by the text's own functions and
 * cost little.
 *
 * @see RFC 4180
 */
export class CsvRows {
  readonly #text: string;
  readonly #options: CsvRowsOptions;
  #position = 0;
  /** Of the next quote, from some place before it on. */
  #quoteAt = -1;
  #brokenAt: number | undefined;

  constructor(text: string, options: CsvRowsOptions) {
    this.#text = text;
    this.#options = options;
  }

  /** Where the row starts that comes next. */
  get position(): number {
    return this.#position;
  }

  /** Where something else than the end of a field follows a closing quote: no row comes any more. */
  get brokenAt(): number | undefined {
    return this.#brokenAt;
  }

  /** The fields of the next row; `undefined` when there is no whole row any more. */
  next(): string[] | undefined {
    const text = this.#text;
    const { delimiter, quote, lineEnd: sign, isEnd } = this.#options;
    if (this.#position >= text.length || this.#brokenAt !== undefined) return undefined;
    const next = text.indexOf(sign, this.#position);
    if (next === -1 && !isEnd) return undefined;
    const lineEnd = next === -1 ? text.length : next;
    if (this.#quoteAt < this.#position) this.#quoteAt = indexOrEnd(text, quote, this.#position);
    if (this.#quoteAt < lineEnd) return this.#quotedRow();
    const line = text.slice(this.#position, withoutReturn(text, lineEnd));
    this.#position = lineEnd + 1;
    return line.split(delimiter);
  }

  /** A row in which a quote stands: field by field, and not always within a line. */
  #quotedRow(): string[] | undefined {
    const text = this.#text;
    const { delimiter, quote, lineEnd: sign, isEnd } = this.#options;
    const fields: string[] = [];
    for (let at = this.#position; ;) {
      let end: number;
      if (text.startsWith(quote, at)) {
        const close = this.#closingQuote(at + quote.length);
        if (close === -1) return undefined;
        fields.push(text.slice(at + quote.length, close).replaceAll(quote + quote, quote));
        end = close + quote.length;
      } else {
        const lineEnd = indexOrEnd(text, sign, at);
        end = Math.min(indexOrEnd(text, delimiter, at), withoutReturn(text, lineEnd));
        fields.push(text.slice(at, end));
      }
      if (text.startsWith(delimiter, end)) {
        at = end + delimiter.length;
        continue;
      }
      const lineEnd = sign === '\n' && text.startsWith('\r', end) ? end + 1 : end;
      if (lineEnd === text.length && !isEnd) return undefined;
      if (lineEnd < text.length && text[lineEnd] !== sign) {
        this.#brokenAt = end;
        return undefined;
      }
      this.#position = lineEnd + 1;
      return fields;
    }
  }

  /** Two quotes are one that belongs to the field. */
  #closingQuote(from: number): number {
    const { quote } = this.#options;
    for (let at = this.#text.indexOf(quote, from); at !== -1; at = this.#text.indexOf(quote, at + 2 * quote.length)) {
      if (!this.#text.startsWith(quote, at + quote.length)) return at;
    }
    return -1;
  }
}

/**
 * What ends the lines of a text that starts with a row: a `'\r'` is a line end where no `'\n'` follows it. `undefined` when the row's
 * end has not come.
 */
export function lineEndOf(text: string, options: Omit<CsvRowsOptions, 'lineEnd'>): LineEnd | undefined {
  const [newline, carriageReturn] = (['\n', '\r'] as const).map((lineEnd) => {
    const rows = new CsvRows(text, { ...options, lineEnd, isEnd: false });
    return rows.next() === undefined ? Number.POSITIVE_INFINITY : rows.position;
  }) as [number, number];
  if (newline <= carriageReturn + 1) return Number.isFinite(newline) ? '\n' : undefined;
  return carriageReturn < text.length || options.isEnd ? '\r' : undefined;
}

function indexOrEnd(text: string, part: string, from: number): number {
  const index = part === '' ? -1 : text.indexOf(part, from);
  return index === -1 ? text.length : index;
}

/** Where a line ends that has a line end at a position. */
function withoutReturn(text: string, lineEnd: number): number {
  return text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
}
