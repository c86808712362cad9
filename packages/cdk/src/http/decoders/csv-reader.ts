import { showValue } from '../../protocol/json.ts';
import { CsvRows, type LineEnd, lineEndOf } from './csv-rows.ts';
import { DecodeError } from './decode-error.ts';
import type { DecodeContext } from './decoder.ts';
import type { ParsedRecords } from './parsed-records.ts';
import { TextReader } from './text-reader.ts';

/** The most characters of a row. A quote that nobody closes would take the whole rest of the text. */
const MAX_ROW_LENGTH = 16 * 1024 * 1024;

/** How a CSV is written. */
export interface CsvForm {
  /** `undefined` when the first row names them. */
  readonly columns: readonly string[] | undefined;
  readonly delimiter: string;
  readonly quote: string;
  readonly encoding: string | undefined;
  readonly skipLines: number;
  readonly nullValues: ReadonlySet<string>;
}

/** Reads CSV chunk by chunk. */
export class CsvReader {
  readonly #form: CsvForm;
  readonly #context: DecodeContext;
  readonly #reader: TextReader;
  #columns: readonly string[] | undefined;
  #linesToSkip: number;
  #isStart = true;
  /** `undefined` while no line has ended. */
  #lineEnd: LineEnd | undefined;
  /** Whether a column has the one name that an object does not take as any other. */
  #hasProto = false;
  /** A row whose end has not come, and the byte at which it starts. */
  #open = '';
  #openAt = 0;

  constructor(form: CsvForm, context: DecodeContext) {
    this.#form = form;
    this.#context = context;
    this.#reader = new TextReader(context, { encoding: form.encoding });
    this.#nameColumns(form.columns);
    this.#linesToSkip = form.skipLines;
  }

  /** The records of the rows that are whole with this chunk. */
  read(chunk: Uint8Array): ParsedRecords {
    const { text, failure } = this.#reader.read(chunk);
    const parsed = this.#parse(text, false);
    return parsed.failure === undefined && failure !== undefined ? { records: parsed.records, failure } : parsed;
  }

  /** The last row, which may have no line end. */
  end(): ParsedRecords {
    const { failure } = this.#reader.end();
    return failure === undefined ? this.#parse('', true) : { records: [], failure };
  }

  #parse(more: string, isEnd: boolean): ParsedRecords {
    this.#open += more;
    this.#passStart(isEnd);
    if (this.#linesToSkip > 0) return { records: [] };
    const text = this.#open;
    const records: unknown[] = [];
    const { delimiter, quote } = this.#form;
    const rows = new CsvRows(text, { delimiter, quote, lineEnd: this.#lineEnd ?? '\n', isEnd });
    let failure: DecodeError | undefined;
    while (failure === undefined) {
      const start = rows.position;
      const fields = rows.next();
      if (fields === undefined) break;
      // An empty line; a field that is quoted and empty is one.
      if (fields.length === 1 && fields[0] === '' && !text.startsWith(quote, start)) continue;
      if (this.#columns === undefined) failure = this.#readHeader(fields, start);
      else if (fields.length === this.#columns.length) records.push(this.#toRecord(this.#columns, fields));
      else failure = this.#wrongLength(fields, start, isEnd && rows.position > text.length);
    }
    failure ??= this.#whyNot(rows, isEnd);
    this.#pass(Math.min(rows.position, text.length));
    return failure === undefined ? { records } : { records, failure };
  }

  /** Passes over a byte order mark, and the lines before the table. */
  #passStart(isEnd: boolean): void {
    if (this.#isStart && this.#open !== '') {
      this.#isStart = false;
      if (this.#open.startsWith('\uFEFF')) this.#pass(1);
    }
    const { delimiter, quote } = this.#form;
    this.#lineEnd ??= lineEndOf(this.#open, { delimiter, quote: this.#linesToSkip > 0 ? '' : quote, isEnd });
    for (; this.#linesToSkip > 0; this.#linesToSkip--) {
      const end = this.#lineEnd === undefined ? -1 : this.#open.indexOf(this.#lineEnd);
      if (end === -1) return;
      this.#pass(end + 1);
    }
  }

  #pass(length: number): void {
    this.#openAt = this.#byteAt(length);
    this.#open = this.#open.slice(length);
  }

  #toRecord(columns: readonly string[], fields: readonly string[]): Record<string, string | null> {
    const { nullValues } = this.#form;
    if (this.#hasProto) {
      const valueOf = (value: string): string | null => (nullValues.has(value) ? null : value);
      return Object.fromEntries(columns.map((name, index) => [name, valueOf(fields[index] as string)]));
    }
    const record: Record<string, string | null> = {};
    for (let index = 0; index < columns.length; index++) {
      const value = fields[index] as string;
      record[columns[index] as string] = nullValues.size > 0 && nullValues.has(value) ? null : value;
    }
    return record;
  }

  #nameColumns(columns: readonly string[] | undefined): void {
    this.#columns = columns;
    this.#hasProto = columns?.includes('__proto__') === true;
  }

  #readHeader(fields: readonly string[], start: number): DecodeError | undefined {
    this.#nameColumns(fields);
    const twice = fields.find((name, index) => fields.indexOf(name) !== index);
    if (twice === undefined) return undefined;
    return this.#broken(start, 'a name of its own for each column', `${showValue(twice)} twice`);
  }

  #wrongLength(fields: readonly string[], start: number, isUnended: boolean): DecodeError {
    const { length } = this.#columns ?? [];
    if (isUnended && fields.length < length) return this.#cut(`the rest of a row of ${length} fields`);
    return this.#broken(start, `a row of ${length} fields`, String(fields.length));
  }

  /** Why no row comes any more, where there is a reason but the end of the chunk. */
  #whyNot(rows: CsvRows, isEnd: boolean): DecodeError | undefined {
    if (rows.brokenAt !== undefined)
      return this.#broken(rows.brokenAt, 'a delimiter or a line end after a closing quote');
    const openLength = this.#open.length - rows.position;
    if (openLength > MAX_ROW_LENGTH) return this.#broken(rows.position, 'a row with an end; a quote may be left open');
    return isEnd && openLength > 0 ? this.#cut('the closing quote of a field') : undefined;
  }

  #byteAt(position: number): number {
    return this.#openAt + this.#reader.byteLength(this.#open.slice(0, position));
  }

  #cut(expected: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset: this.#byteAt(this.#open.length), expected, isCut: true });
  }

  #broken(position: number, expected: string, found?: string): DecodeError {
    return new DecodeError(this.#context, { byteOffset: this.#byteAt(position), expected, found });
  }
}
