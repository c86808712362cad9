import { ConfigError } from '../../errors/config-error.ts';
import { HttpError } from '../http-error.ts';
import type { HttpResponse } from '../http-response.ts';
import { valueAtPath } from '../value-at-path.ts';

/** Statuses by which an API says no to a log-in, for a reason that only the user can change. */
const REFUSALS = new Set([400, 401, 403, 422]);

/** Errors of the client itself, not of the user's grant. @see RFC 6749, section 5.2 */
const CLIENT_ERRORS = new Set(['invalid_client', 'unauthorized_client']);

/**
 * What becomes of an error that a token request ended with: a refusal is the user's to put right, everything else stays what it
 * is.
 *
 * @param advice What to do about it: `The API no longer accepts the refresh token: re-authenticate`.
 */
export function orRefusal(error: unknown, advice: string): unknown {
  if (!(error instanceof HttpError) || !REFUSALS.has(error.status)) return error;
  return refusal(error.response, advice, error);
}

/**
 * A refusal with the API's own words.
 *
 * @param advice What to do about it, unless the API says that the client itself is unknown to it.
 */
export function refusal(response: HttpResponse, advice: string, cause?: unknown): ConfigError {
  const { code, text } = wordsOf(response);
  const isClient = code !== undefined && CLIENT_ERRORS.has(code);
  const what = isClient
    ? 'The API does not accept the client ID or the client secret: check them in the config'
    : advice;
  const said = [code, text === undefined ? undefined : JSON.stringify(text)]
    .filter((word) => word !== undefined)
    .join(' ');
  return new ConfigError(
    `${what}. ${response.request} answered ${response.status}${said === '' ? '' : `: ${said}`}`,
    cause === undefined ? {} : { cause },
  );
}

/** The error code and text of OAuth, or those of other APIs. */
function wordsOf(response: HttpResponse): { code: string | undefined; text: string | undefined } {
  let body: unknown;
  try {
    body = response.json();
  } catch {
    return { code: undefined, text: undefined };
  }
  const textAt = (...paths: string[]): string | undefined => {
    for (const path of paths) {
      const value = valueAtPath(body, path);
      if (typeof value === 'string' && value !== '') return value.length > 300 ? `${value.slice(0, 300)}…` : value;
    }
    return undefined;
  };
  return {
    code: textAt('error', 'error.code', 'code'),
    text: textAt('error_description', 'error.message', 'message', 'detail'),
  };
}
