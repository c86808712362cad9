import { ConnectorError, type ConnectorErrorOptions } from '../errors/connector-error.ts';
import { parseJson } from '../protocol/parse-json.ts';
import { isCutJson } from './decoders/is-cut-json.ts';

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
 * @throws ConnectorError when it is not JSON: says what it is instead and how it starts, or that it ends early, which may pass.
 */
export function parseJsonBody(text: string, facts: BodyFacts): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const { request, status, contentType = 'no content type', byteLength } = facts;
    const { problem, ...options } = describe(cause, text);
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const shown = text === '' ? 'it is empty' : `it starts with ${JSON.stringify(start)}`;
    throw new ConnectorError(
      `The response of ${request} ${problem} (status ${status}, ${contentType}, ${byteLength} bytes): ${shown}`,
      options,
    );
  }
}

/** The parser's own error is left out: it quotes pieces of the body, maybe of a secret. The position is what helps. */
function describe(cause: unknown, text: string): ConnectorErrorOptions & { readonly problem: string } {
  // A list or an object that is cut: of anything else the start tells more.
  if (/^\s*[[{]/.test(text) && isCutJson(text)) {
    const internalMessage = `JSON ends early, at character ${text.length}`;
    return { problem: 'is JSON that ends early', failureType: 'transient_error', internalMessage };
  }
  // Plain JSON may be as deep as it likes; to keep large integers whole takes the stack.
  if (cause instanceof RangeError)
    return { problem: 'is JSON that is nested too deep', internalMessage: cause.message };
  const position = /position (\d+)/.exec(String(cause))?.[1] ?? text.length;
  return { problem: 'is not valid JSON', internalMessage: `JSON breaks at character ${position} of ${text.length}` };
}
