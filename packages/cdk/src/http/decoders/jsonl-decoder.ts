import type { DecodeContext, Decoder } from './decoder.ts';
import { JsonLinesReader } from './json-lines-reader.ts';
import { given } from './parsed-records.ts';
import { textStart } from './text-start.ts';

/**
 * Reads lines of which each is a record in JSON, while they arrive. Empty lines are passed over.
 *
 * @see https://jsonlines.org
 */
export class JsonlDecoder implements Decoder {
  readonly accept = 'application/x-ndjson, application/jsonl, */*;q=0.5';

  async *decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], undefined> {
    const reader = new JsonLinesReader(context);
    for await (const chunk of textStart(bytes, context, 'lines of JSON')) yield* given(reader.read(chunk));
    yield* given(reader.end());
  }
}
