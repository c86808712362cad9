import type { IncomingHttpHeaders } from 'node:http';

/** A request the API received. */
export interface LoggedRequest {
  readonly method: string;
  /** The path without the query string. */
  readonly path: string;
  /** The parameters of the query string; of one given twice, the last. */
  readonly query: Readonly<Record<string, string>>;
  /** The text of the body; empty when there is none. */
  readonly body: string;
  /** Names are in lower case. */
  readonly headers: Readonly<IncomingHttpHeaders>;
  /** The HTTP status the API answered; 0 until it answers, and for good when it never does. */
  readonly status: number;
  /** When the request came, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** Keeps the latest requests, oldest first. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  readonly #limit: number;

  /** @param limit how many requests are kept; 0 keeps none */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Keeps a request, and gives its entry: the body and the status are known later. */
  add(request: Omit<LoggedRequest, 'body' | 'status'>): { body: string; status: number } {
    const entry = { ...request, body: '', status: 0 };
    if (this.#limit === 0) return entry;
    if (this.entries.length >= this.#limit) this.entries.shift();
    this.entries.push(entry);
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
