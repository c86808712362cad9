import { ConnectorError } from '../errors/connector-error.ts';
import { isJsonObject, jsonTypeOf, type JsonValue } from '../protocol/json.ts';
import { parseJson } from '../protocol/parse-json.ts';
import type { HttpMethod } from './http-request.ts';
import { valueAtPath } from './value-at-path.ts';

export interface HttpResponseParts {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly status: number;
  /** The reason phrase: `Not Found`; empty when the API sends none. */
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

const decoder = new TextDecoder();

/** A response with its whole body. The client hands out successful ones only; the rest become errors. */
export class HttpResponse {
  readonly method: HttpMethod;
  /** The URL that answered, after redirects, with its query. Print `urlWithoutQuery` instead. */
  readonly url: string;
  readonly urlWithoutQuery: string;
  readonly status: number;
  /** The reason phrase: `Not Found`; empty when the API sends none. */
  readonly statusText: string;
  readonly #headers: HttpResponseParts['headers'];
  readonly #body: Uint8Array;
  #json: { readonly value: unknown } | undefined;
  /** Of the list that `records` gave last. */
  #listLength: number | undefined;

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

  /** The length of the body in bytes, after decompression. */
  get byteLength(): number {
    return this.#body.byteLength;
  }

  /** The body as UTF-8 text. */
  text(): string {
    // A Buffer decodes itself faster than a TextDecoder does; a byte order mark is no part of the text.
    const text = Buffer.isBuffer(this.#body) ? this.#body.toString('utf8') : decoder.decode(this.#body);
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  /**
   * The body parsed as JSON, once however often it is asked for. Integers beyond 2^53 are bigints.
   *
   * @throws ConnectorError when the body is not JSON: says what it is instead and how it starts.
   */
  json<T = JsonValue>(): T {
    this.#json ??= { value: this.#parse() };
    return this.#json.value as T;
  }

  /**
   * The list of records at `path` in the JSON body, for example `data` or `result.items`; `''` when the body itself is
   * the list. A 204 has no records.
   *
   * @throws ConnectorError when there is no array.
   */
  records<TRecord = unknown>(path = ''): TRecord[] {
    if (this.status === 204) return [];
    const value = valueAtPath(this.json(), path);
    if (Array.isArray(value)) {
      this.#listLength = value.length;
      return value as TRecord[];
    }
    throw new ConnectorError(
      `The response of ${this.request} must have an array of records ${path === '' ? 'as its body' : `at "${path}"`}, got ${jsonTypeOf(value)}`,
    );
  }

  /**
   * How many records the API sent on this page, when `parsed` is what became of them: the length of the list that `records` gave
   * last, of the one at `path`, or of `parsed` where that is itself a list of the body or was not made from JSON.
   * `undefined` when none of these tells.
   */
  sentRecords(parsed: readonly unknown[], path = ''): number | undefined {
    if (this.#listLength !== undefined) return this.#listLength;
    if (this.#json === undefined || this.status === 204) return parsed.length;
    const body = this.#json.value;
    const list = valueAtPath(body, path);
    if (Array.isArray(list)) return list.length;
    return holds(body, parsed, 3) ? parsed.length : undefined;
  }

  /** Names the request for a message: `GET https://api.example.com/v1/invoices`. */
  get request(): string {
    return `${this.method} ${this.urlWithoutQuery}`;
  }

  #parse(): unknown {
    const text = this.text();
    try {
      return parseJson(text);
    } catch (cause) {
      const type = this.header('content-type') ?? 'no content type';
      const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
      const shown = text === '' ? 'it is empty' : `it starts with ${JSON.stringify(start)}`;
      throw new ConnectorError(
        `The response of ${this.request} is not valid JSON (status ${this.status}, ${type}, ${this.byteLength} bytes): ${shown}`,
        // The parser's text quotes the body; the position in it is what helps.
        { cause, internalMessage: describeSyntaxError(cause, text) },
      );
    }
  }
}

function describeSyntaxError(cause: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(cause))?.[1];
  return position === undefined
    ? `JSON ends early or breaks off, length ${text.length}`
    : `JSON breaks at character ${position} of ${text.length}`;
}

/** Tells whether `list` itself, not an equal one, stands in `value` within so many levels of objects. */
function holds(value: unknown, list: readonly unknown[], levels: number): boolean {
  if (value === list) return true;
  return levels > 0 && isJsonObject(value) && Object.values(value).some((member) => holds(member, list, levels - 1));
}
