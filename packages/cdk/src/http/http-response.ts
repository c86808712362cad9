import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonValue } from '../protocol/json.ts';
import { bodyText } from './body-text.ts';
import { DecodedRecords } from './decoded-records.ts';
import type { DecodeContext, Decoder } from './decoders/decoder.ts';
import { endsEarly } from './ends-early.ts';
import type { HttpMethod } from './http-request.ts';
import { parseJsonBody } from './parse-json-body.ts';
import { recordList, type RecordPlace } from './record-list.ts';
import { holdsList, sentRecords, type SentRecords } from './sent-records.ts';
import type { StreamedBody } from './streamed-body.ts';
import { holdYoungGeneration } from './young-generation.ts';

export interface HttpResponseParts {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly status: number;
  /** The reason phrase: `Not Found`; empty when the API sends none. */
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array | StreamedBody;
}

/** A decoder gets a body that is there as a whole in pieces of this size, so that its records come in batches. */
const PIECE_BYTES = 64 * 1024;

/**
 * A response with its whole body; one that was asked for with `streamed` may get its body while `decode` reads it. The client
 * hands out successful ones only; the rest become errors.
 */
export class HttpResponse {
  readonly method: HttpMethod;
  /** The URL that answered, after redirects, with its query. Print `urlWithoutQuery` instead. */
  readonly url: string;
  readonly urlWithoutQuery: string;
  readonly status: number;
  /** The reason phrase: `Not Found`; empty when the API sends none. */
  readonly statusText: string;
  readonly #headers: HttpResponseParts['headers'];
  readonly #body: Uint8Array | StreamedBody;
  #isIgnored = false;
  #pageNumber = 1;
  #json: { readonly value: unknown } | undefined;
  #isDecoded = false;
  /** The list that `records` gave last, or what was decoded. */
  #sent: SentRecords | undefined;

  constructor({ method, url, status, statusText, headers, body }: HttpResponseParts) {
    this.method = method;
    this.url = url.href;
    this.urlWithoutQuery = `${url.origin}${url.pathname}`;
    this.status = status;
    this.statusText = statusText;
    this.#headers = headers;
    this.#body = body;
  }

  /** A header's value, whatever the case of its name; several of the same name are joined by commas. */
  header(name: string): string | undefined {
    const value = this.#headers[name.toLowerCase()];
    return typeof value === 'string' || value === undefined ? value : value.join(', ');
  }

  /** The status and its phrase, for messages: `404 Not Found`. */
  get statusLabel(): string {
    return this.statusText === '' ? String(this.status) : `${this.status} ${this.statusText}`;
  }

  /** True when a response rule says to ignore it: then it has no records, and no page follows it. */
  get isIgnored(): boolean {
    return this.#isIgnored;
  }

  /** Called by the client. */
  ignore(): void {
    this.#isIgnored = true;
  }

  /** Whether the body still arrives: then it can be read with `decode` only, and once. */
  get isStreamed(): boolean {
    return !(this.#body instanceof Uint8Array);
  }

  /** The length of the body in bytes, after decompression; of a body that still arrives, what has come of it. */
  get byteLength(): number {
    return this.#body.byteLength;
  }

  /**
   * The records of the body as `decoder` reads them, while it arrives. Nothing is read before they are iterated. Once they are
   * read, `json()` gives what stands around them, the page's token for example.
   *
   * @throws DecodeError, while they are iterated, when the body is not what the decoder reads; NetworkError when it breaks off.
   */
  decode<TRecord = unknown>(decoder: Decoder): DecodedRecords<TRecord> {
    return new DecodedRecords(this.#decode(decoder) as AsyncIterable<readonly TRecord[]>);
  }

  /** Ends a response whose body still arrives, when nobody will read the rest of it. */
  close(): void {
    if (!(this.#body instanceof Uint8Array)) this.#body.close();
  }

  /**
   * The body as text: UTF-8, or what the content type says where it is no UTF-8.
   *
   * @throws ConnectorError when the body is streamed; DecodeError when it is neither.
   */
  text(): string {
    return bodyText(this.#wholeBody(), this.#decodeContext);
  }

  /** Whether the end of JSON is missing, although the response is complete. */
  get endsEarly(): boolean {
    return this.#body instanceof Uint8Array && endsEarly(this.#body, this.header('content-type'));
  }

  /**
   * The body parsed as JSON, once however often it is asked for. Integers beyond 2^53 are bigints. Of a body that was read with
   * `decode`, what stands around its records, with an empty list in their place.
   *
   * @throws ConnectorError when the body is not JSON: says what it is instead and how it starts.
   */
  json<T = JsonValue>(): T {
    if (this.#isDecoded && this.#json === undefined) {
      throw new ConnectorError(
        `The response of ${this.request} has no JSON besides the records that were read from it`,
      );
    }
    this.#json ??= { value: this.#parse() };
    return this.#json.value as T;
  }

  /**
   * The list of records at `path` in the JSON body, for example `data` or `result.items`; `''` when the body itself is
   * the list. A 204 has no records, and an ignored response neither.
   *
   * @param options `{ recordKey: 'id' }` where the records are the values of an object: the field that takes their keys.
   * @throws ConnectorError when there is no array, or with a `recordKey` no object of objects.
   */
  records<TRecord = unknown>(path = '', { recordKey }: Pick<RecordPlace, 'recordKey'> = {}): TRecord[] {
    if (this.status === 204 || this.#isIgnored) return [];
    const list = this.#recordsAt({ recordPath: path, ...(recordKey !== undefined && { recordKey }) });
    this.#sent = sentRecords(list);
    return list as TRecord[];
  }

  /**
   * What the API sent on this page: the list that `records` gave last, what `decode` has read so far, or else the records at
   * `place`. `undefined` when none of these tells.
   */
  sentRecords(place: RecordPlace = {}): SentRecords | undefined {
    if (this.#sent !== undefined || this.#json === undefined) return this.#sent;
    try {
      return sentRecords(this.#recordsAt(place));
    } catch {
      return undefined;
    }
  }

  /** Whether records are surely what the API sent: they are themselves a list of the body, or were not made from its JSON. */
  isAsSent(records: readonly unknown[] = []): boolean {
    return this.#json === undefined || this.status === 204 || holdsList(this.#json.value, records);
  }

  /**
   * What makes this response once more.
   *
   * @throws ConnectorError when the body is streamed.
   */
  toParts(): HttpResponseParts & { readonly body: Uint8Array } {
    const { method, url, status, statusText } = this;
    return { method, url: new URL(url), status, statusText, headers: this.#headers, body: this.#wholeBody() };
  }

  /** Says which page of its list it is, counted from 1 where the read of the list began. */
  countAs(pageNumber: number): void {
    this.#pageNumber = pageNumber;
    if (!(this.#body instanceof Uint8Array)) this.#body.request = this.request;
  }

  /** Names the request for a message: `GET https://api.example.com/v1/invoices`, with ` (page 2)` from the second page of a list on. */
  get request(): string {
    const page = this.#pageNumber === 1 ? '' : ` (page ${this.#pageNumber})`;
    return `${this.method} ${this.urlWithoutQuery}${page}`;
  }

  async *#decode(decoder: Decoder): AsyncGenerator<readonly unknown[], undefined> {
    const body = this.#body;
    if (this.status === 204) return;
    if (this.isStreamed && this.#isDecoded) {
      throw new ConnectorError(`The body of ${this.request} is streamed, and was read before: it can be read once`);
    }
    const isWhole = body instanceof Uint8Array;
    const batches = decoder.decode(isWhole ? inPieces(body) : body, this.#decodeContext);
    this.#isDecoded = true;
    this.#json = undefined;
    this.#sent = sentRecords([]);
    const release = isWhole ? undefined : holdYoungGeneration();
    try {
      for (;;) {
        const { done, value } = await batches.next();
        if (done === true) {
          if (value !== undefined) this.#json = { value };
          return;
        }
        if (value.length === 0) continue;
        if (!isWhole) body.progress();
        this.#sent = sentRecords(value, this.#sent);
        yield value;
      }
    } finally {
      release?.();
      await batches.return(undefined);
      this.close();
    }
  }

  get #decodeContext(): DecodeContext {
    return { source: `response of ${this.request}`, contentType: this.header('content-type') };
  }

  #recordsAt(place: RecordPlace): unknown[] {
    return recordList(this.json(), place, `response of ${this.request}`);
  }

  #wholeBody(): Uint8Array {
    if (this.#body instanceof Uint8Array) return this.#body;
    throw new ConnectorError(`The body of ${this.request} is streamed: read it with response.decode(…)`);
  }

  #parse(): unknown {
    const { request, status, byteLength } = this;
    return parseJsonBody(this.text(), { request, status, byteLength, contentType: this.header('content-type') });
  }
}

async function* inPieces(body: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
  for (let start = 0; start < body.length; start += PIECE_BYTES) yield body.subarray(start, start + PIECE_BYTES);
}
