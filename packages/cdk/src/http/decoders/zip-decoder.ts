import { ConnectorError } from '../../errors/connector-error.ts';
import type { DecodeContext, Decoder } from './decoder.ts';
import { textStart } from './text-start.ts';

export interface ZipDecoderOptions {
  /** Which files of the archive are read, by their names: `/\.csv$/`. @default all of them */
  readonly entries?: RegExp | ((name: string) => boolean);
}

/**
 * Unpacks the files of a zip archive while it arrives, one after another, and has another decoder read each. Folders, and what macOS
 * adds (`__MACOSX/`), are passed over.
 *
 * @example new ZipDecoder(new CsvDecoder(), { entries: /\.csv$/ })
 */
export class ZipDecoder implements Decoder {
  readonly accept = 'application/zip, */*;q=0.5';
  readonly #decoder: Decoder;
  readonly #entries: ZipDecoderOptions['entries'];

  constructor(decoder: Decoder, { entries }: ZipDecoderOptions = {}) {
    this.#decoder = decoder;
    this.#entries = entries;
  }

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], undefined> {
    const { ZipReader } = await import('./zip-reader.ts');
    const reader = new ZipReader(textStart(bytes, context, 'a zip file'), context);
    const passedOver: string[] = [];
    let isAnyRead = false;
    try {
      for (let entry = await reader.next(); entry !== undefined; entry = await reader.next()) {
        if (!this.#isWanted(entry.name)) {
          passedOver.push(entry.name);
          await reader.skip(entry);
          continue;
        }
        isAnyRead = true;
        const data = reader.data(entry);
        const source = `entry ${JSON.stringify(entry.name)} of the zip file in the ${context.source}`;
        yield* this.#decoder.decode(keptOpen(data), { source, contentType: undefined });
        for await (const _ of data);
      }
      await reader.finish();
    } finally {
      await reader.close();
    }
    if (!isAnyRead && this.#entries !== undefined) throw this.#nothingWanted(context, passedOver);
  }

  #isWanted(name: string): boolean {
    if (name.endsWith('/') || name.startsWith('__MACOSX/')) return false;
    if (this.#entries === undefined) return true;
    return typeof this.#entries === 'function' ? this.#entries(name) : name.search(this.#entries) !== -1;
  }

  #nothingWanted({ source }: DecodeContext, names: readonly string[]): ConnectorError {
    const shown = names.slice(0, 5).map((name) => JSON.stringify(name));
    const list = shown.length === 0 ? 'none' : `${shown.join(', ')}${names.length > 5 ? ', …' : ''}`;
    const wanted = typeof this.#entries === 'function' ? 'that is wanted' : `that matches ${String(this.#entries)}`;
    return new ConnectorError(`The zip file in the ${source} has no entry ${wanted}. Its entries: ${list}`);
  }
}

/** The same bytes, which a reader that stops early does not end: what it leaves stands before the next entry. */
function keptOpen(data: AsyncGenerator<Uint8Array, undefined>): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => data.next() }) };
}
