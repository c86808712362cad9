import { ConnectorError } from '../errors/connector-error.ts';
import { parseJson } from '../protocol/parse-json.ts';

/** What a message says of a body that is not JSON. */
export interface BodyFacts {
  /** `GET https://api.example.com/v1/invoices`. */
  readonly request: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly byteLength: number;
}

/**
 * Parses the text of a body as JSON. Integers beyond 2^53 become bigints.
 *
 * @throws ConnectorError when it is not JSON: says what it is instead and how it starts.
 */
export function parseJsonBody(text: string, facts: BodyFacts): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const { request, status, contentType = 'no content type', byteLength } = facts;
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const shown = text === '' ? 'it is empty' : `it starts with ${JSON.stringify(start)}`;
    throw new ConnectorError(
      `The response of ${request} is not valid JSON (status ${status}, ${contentType}, ${byteLength} bytes): ${shown}`,
      // The parser's own error is left out: it quotes pieces of the body, maybe of a secret. The position is what helps.
      { internalMessage: describeSyntaxError(cause, text) },
    );
  }
}

function describeSyntaxError(cause: unknown, text: string): string {
  const position = /position (\d+)/.exec(String(cause))?.[1];
  return position === undefined
    ? `JSON ends early or breaks off, length ${text.length}`
    : `JSON breaks at character ${position} of ${text.length}`;
}
