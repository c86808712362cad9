import { type ApiError, errorList, errorText } from './api-errors.ts';
import type { HttpResponse } from './http-response.ts';
import { jsonBody } from './json-body.ts';

const MAX_LENGTH = 300;

/** Of a list of errors, so many are told. */
const MAX_ERRORS = 3;

/**
 * What a response itself says about its failure, in quotes: the API's own text; of the errors that it lists, the first three, each
 * with its place and code.
 */
export function apiMessage(response: HttpResponse): string | undefined {
  const body = jsonBody(response);
  const errors = errorList(body);
  const text = errorText(body);
  // A list of mere words is told after the sentence about it.
  const isIntroduced = text !== undefined && (errors.length === 0 || errors.some(({ isBare }) => isBare === true));
  const told = [...(isIntroduced ? [quoted(text)] : []), ...errors.slice(0, MAX_ERRORS).map(describe)];
  if (told.length === 0) return undefined;
  return `${told.join(', ')}${errors.length > MAX_ERRORS ? `, and ${errors.length - MAX_ERRORS} more` : ''}`;
}

function describe({ text, place, code }: ApiError): string {
  return `${quoted(text)}${place === undefined ? '' : ` at ${place}`}${code === undefined ? '' : ` (${code})`}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text);
}
