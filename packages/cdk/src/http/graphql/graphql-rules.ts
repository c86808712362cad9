import type { HttpResponse } from '../http-response.ts';
import { jsonBody } from '../json-body.ts';
import type { ResponseRule } from '../response-rule.ts';
import { valueAtPath } from '../value-at-path.ts';
import { codeOf, graphqlErrors } from './graphql-errors.ts';

/** Codes are compared without regard to case and underscores: APIs write RATE_LIMITED, RATELIMITED and RateLimited. */
const RATE_LIMITED = /THROTTL|RATELIMIT|TOOMANYREQUESTS|COMPLEXITYBUDGET|CONCURRENCYLIMIT/;
const PASSING = /^INTERNAL(SERVER)?ERROR$|UNAVAILABLE|TIMEOUT|TIMEDOUT/;
const UNAUTHENTICATED = /^UNAUTHENTICATED$|^UNAUTHORIZED$/;
const FORBIDDEN = /^FORBIDDEN$|ACCESSDENIED|INSUFFICIENTSCOPES/;

const body = { path: 'errors' };

/**
 * What GraphQL errors mean, which come with a status of success more often than not: by their codes a used-up quota, a failure that may
 * pass, missing or too narrow credentials; any others fail the request.
 *
 * @param acceptPartialData Hands out data beside errors that are none of the former.
 */
export function graphqlRules(acceptPartialData: boolean): readonly ResponseRule[] {
  return [
    { body, when: (response) => hasCode(response, RATE_LIMITED), action: 'rate-limited' },
    { body, when: (response) => hasCode(response, UNAUTHENTICATED), action: 'refresh' },
    {
      status: '2xx',
      body,
      when: (response) => acceptPartialData && hasData(response),
      action: 'success',
    },
    { body, when: (response) => hasCode(response, PASSING), action: 'retry' },
    { body, when: (response) => hasCode(response, FORBIDDEN), action: 'fail', failureType: 'config_error' },
    { status: '2xx', body, action: 'fail' },
  ];
}

function hasCode(response: HttpResponse, codes: RegExp): boolean {
  return graphqlErrors(jsonBody(response)).some((error) =>
    codes.test(codeOf(error)?.toUpperCase().replaceAll('_', '') ?? ''),
  );
}

function hasData(response: HttpResponse): boolean {
  const data = valueAtPath(jsonBody(response), 'data');
  return typeof data === 'object' && data !== null;
}
