import type { JsonValue } from '../../protocol/json.ts';

/** What a decoder knows of the bytes it gets. */
export interface DecodeContext {
  /** Names them in a message: `response of GET https://api.example.com/v1/orders`. */
  readonly source: string;
  /** The response's `content-type`, in full. */
  readonly contentType: string | undefined;
}

/**
 * Turns the bytes of a response into records while they arrive. A decoder keeps nothing between two responses, so one object
 * serves all pages of a stream, and streams that are read at the same time.
 */
export interface Decoder {
  /** Sent as the `accept` header, unless the stream says otherwise. @default the client's */
  readonly accept?: string;

  /**
   * Yields records in batches, as many as the bytes so far hold: a record each time would cost more than reading it. What it
   * returns in the end is the document without its records, where there is such: `response.json()` gives that to paginators.
   *
   * @param bytes In chunks of any size, read no faster than they are asked for.
   * @throws DecodeError when the bytes are broken or end early, after the records before that place have been yielded.
   */
  decode(
    bytes: AsyncIterable<Uint8Array>,
    context: DecodeContext,
  ): AsyncGenerator<readonly unknown[], JsonValue | undefined | void>;
}
