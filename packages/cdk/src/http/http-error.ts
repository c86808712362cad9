import { ConnectorError } from '../errors/connector-error.ts';
import type { FailureType } from '../protocol/messages.ts';
import { apiMessage } from './api-message.ts';
import type { HttpResponse } from './http-response.ts';

export interface HttpErrorOptions {
  readonly failureType: FailureType;
  /** How many tries there were. */
  readonly tries: number;
  /** What the user is told besides: what to change. @default nothing */
  readonly advice?: string | undefined;
}

/** The API's answer means failure, and no further try is left or makes sense. */
export class HttpError extends ConnectorError {
  readonly response: HttpResponse;

  constructor(response: HttpResponse, { failureType, tries, advice }: HttpErrorOptions) {
    super(describe(response, tries, advice), { failureType });
    this.response = response;
  }

  get status(): number {
    return this.response.status;
  }
}

/** Says in one line what a response was that is no failure: `GET https://…: status 404 Not Found. The API says: "…". …`. */
export function describeResponse(response: HttpResponse, message: string | undefined): string {
  return `${response.request}: status ${response.statusLabel}${saying(response, message)}`;
}

function describe(response: HttpResponse, tries: number, advice: string | undefined): string {
  const { status, statusLabel: label } = response;
  return [
    status >= 200 && status < 300
      ? `Request failed although its status is ${label}: ${response.request}`
      : `Request failed with status code ${label}: ${response.request}`,
    tries > 1 ? ` (${tries} tries)` : '',
    saying(response, advice),
  ].join('');
}

/** What the API says, and what the connector adds to it. */
function saying(response: HttpResponse, advice: string | undefined): string {
  const own = apiMessage(response);
  return `${own === undefined ? '' : `. The API says: ${own}`}${advice === undefined ? '' : `. ${advice}`}`;
}
