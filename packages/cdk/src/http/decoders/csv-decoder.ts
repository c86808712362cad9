import { ConnectorError } from '../../errors/connector-error.ts';
import { CsvReader, type CsvForm } from './csv-reader.ts';
import type { DecodeContext, Decoder } from './decoder.ts';
import { isEncoding } from './encoding.ts';
import { given } from './parsed-records.ts';
import { textStart } from './text-start.ts';

export interface CsvDecoderOptions {
  /** The names of the columns, for a table without a header row. @default those in the first row */
  readonly columns?: readonly string[];
  /** What stands between two fields: `';'`, `'\t'`. @default ',' */
  readonly delimiter?: string;
  /** What stands around a field that holds delimiters or line ends; two of them are one inside it. `''` for none. @default '"' */
  readonly quote?: string;
  /** As `TextDecoder` names it: `'windows-1252'`. @default that of a byte order mark, of the content type, or else UTF-8 */
  readonly encoding?: string;
  /** Lines before the table, as reports have them: a title, a date. @default 0 */
  readonly skipLines?: number;
  /** Fields that mean null: `['']`, `['NULL', '\\N']`. @default [] */
  readonly nullValues?: readonly string[];
}

/**
 * Reads the rows of a table in CSV while they arrive. Each is a record of texts, by the names of the columns: numbers stay as they are
 * written. Empty lines are passed over; a row with more or fewer fields than there are columns is an error.
 *
 * @example new CsvDecoder({ delimiter: ';', encoding: 'windows-1252' })
 * @see RFC 4180
 */
export class CsvDecoder implements Decoder {
  readonly accept = 'text/csv, */*;q=0.5';
  readonly #form: CsvForm;

  /** @throws ConnectorError when the platform does not know the encoding. */
  constructor(options: CsvDecoderOptions = {}) {
    const { columns, delimiter = ',', quote = '"', encoding, skipLines = 0, nullValues = [] } = options;
    if (encoding !== undefined && !isEncoding(encoding)) {
      throw new ConnectorError(`CsvDecoder: "${encoding}" is no encoding that TextDecoder knows`);
    }
    this.#form = { columns, delimiter, quote, encoding, skipLines, nullValues: new Set(nullValues) };
  }

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], undefined> {
    const reader = new CsvReader(this.#form, context);
    for await (const chunk of textStart(bytes, context, 'CSV')) yield* given(reader.read(chunk));
    yield* given(reader.end());
  }
}
