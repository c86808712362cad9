import { ConnectorError } from '../../errors/connector-error.ts';
import type { JsonValue } from '../../protocol/json.ts';
import type { DecodeContext, Decoder } from './decoder.ts';
import { given } from './parsed-records.ts';
import { textStart } from './text-start.ts';

export interface XmlDecoderOptions {
  /** The names of the elements from the root down to the records: `feed.entry`. A prefix is part of a name: `soap:Body`. */
  readonly recordPath: string;
  /** Names of elements that are a list also where there is only one. @default [], an element that is repeated is a list */
  readonly lists?: readonly string[];
}

/**
 * Reads the elements at a path of an XML document while it arrives, with the package `saxes`, which the connector has to bring along.
 * An element becomes an object: attributes as `@name`, elements by their names, repeated ones as a list, text as `#text`. One with
 * text alone is that text, an empty one null. All values are texts.
 *
 * Once the records are read, `response.json()` gives the rest of the document in the same form.
 *
 * @example new XmlDecoder({ recordPath: 'feed.entry' })
 */
export class XmlDecoder implements Decoder {
  readonly accept = 'application/xml, text/xml;q=0.9, */*;q=0.5';
  readonly #path: readonly string[];
  readonly #lists: ReadonlySet<string>;

  constructor({ recordPath, lists = [] }: XmlDecoderOptions) {
    this.#path = recordPath.split('.');
    this.#lists = new Set(lists);
  }

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], JsonValue> {
    const { XmlReader } = await loadReader();
    const reader = new XmlReader({ path: this.#path, lists: this.#lists }, context);
    for await (const chunk of textStart(bytes, context, 'XML')) yield* given(reader.read(chunk));
    yield* given(reader.end());
    return reader.around();
  }
}

async function loadReader() {
  try {
    // It imports `saxes` by name: in a bundle, `import('saxes')` has no names, since that is a CommonJS package.
    return await import('./xml-reader.ts');
  } catch (cause) {
    throw new ConnectorError('To read XML, the connector needs the package "saxes": npm install saxes', { cause });
  }
}
