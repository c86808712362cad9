import { ConnectorError } from '../errors/connector-error.ts';
import type { FailureType } from '../protocol/messages.ts';
import type { HttpResponse } from './http-response.ts';
import { valueAtPath } from './value-at-path.ts';

/** The API answered with a status that means failure, and no further try is left or makes sense. */
export class HttpError extends ConnectorError {
  readonly response: HttpResponse;

  constructor(response: HttpResponse, failureType: FailureType, tries: number) {
    super(describe(response, tries), { failureType });
    this.response = response;
  }

  get status(): number {
    return this.response.status;
  }
}

function describe(response: HttpResponse, tries: number): string {
  const { status, statusText } = response;
  const own = apiMessage(response);
  return [
    `Request failed with status code ${status}${statusText === '' ? '' : ` ${statusText}`}: ${response.request}`,
    tries > 1 ? ` (${tries} tries)` : '',
    own === undefined ? '' : `. The API says: ${JSON.stringify(own)}`,
    status === 401 ? '. Check the credentials in the config' : '',
    status === 403 ? '. Check that the credentials in the config have access to it' : '',
  ].join('');
}

/** Where APIs put the text that explains an error, most telling first. */
const MESSAGE_PATHS = [
  'error.message',
  'error_description',
  'errors.0.message',
  'errors.0.detail',
  'errors.0',
  'message',
  'detail',
  'error',
  'title',
];

function apiMessage(response: HttpResponse): string | undefined {
  let body: unknown;
  try {
    body = response.json();
  } catch {
    return undefined;
  }
  for (const path of MESSAGE_PATHS) {
    const value = valueAtPath(body, path);
    if (typeof value === 'string' && value !== '') return value.length > 300 ? `${value.slice(0, 300)}…` : value;
  }
  return undefined;
}
