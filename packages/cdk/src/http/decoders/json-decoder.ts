import type { JsonValue } from '../../protocol/json.ts';
import type { DecodeContext, Decoder } from './decoder.ts';
import { JsonArrayReader } from './json-array-reader.ts';
import { given } from './parsed-records.ts';
import { textStart } from './text-start.ts';

export interface JsonDecoderOptions {
  /** Where the list of records stands: `data`, `result.items`. @default '' for a body that is the list */
  readonly recordPath?: string;
}

/**
 * Reads the items of one array in a JSON document while it arrives, in memory that does not grow with it. Once they are read,
 * `response.json()` gives what stands around the array, with an empty list in its place: paginators find their token there.
 *
 * For a body that is large. A stream of small pages needs no decoder: it names its `recordPath`, and gets the next page sooner.
 *
 * @example new JsonDecoder({ recordPath: 'data' })
 */
export class JsonDecoder implements Decoder {
  readonly accept = 'application/json';
  readonly #path: string;

  constructor({ recordPath = '' }: JsonDecoderOptions = {}) {
    this.#path = recordPath;
  }

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], JsonValue> {
    const reader = new JsonArrayReader(this.#path, context);
    for await (const chunk of textStart(bytes, context, 'JSON')) yield* given(reader.read(chunk));
    yield* given(reader.end());
    return reader.around();
  }
}
