import type { FailureType } from '../protocol/messages.ts';
import type { HttpResponse } from './http-response.ts';
import { matchesResponse, type ResponseAction, type ResponseRule } from './response-rule.ts';

/** What is done about a response, and what is said when that fails in the end. */
export interface Classification {
  readonly action: ResponseAction;
  readonly failureType: FailureType;
  /** What the user is told besides. */
  readonly message?: string | undefined;
}

const RETRIED = new Set([408, 500, 502, 503, 504]);

/** The table for responses that no rule means: which statuses are successes, which are tried again, and whose fault the rest is. */
export function classifyStatus(status: number): Classification {
  if (status >= 200 && status < 300) return { action: 'success', failureType: 'system_error' };
  if (status === 429) return { action: 'rate-limited', failureType: 'transient_error' };
  if (RETRIED.has(status)) return { action: 'retry', failureType: 'transient_error' };
  if (status === 401) {
    return { action: 'refresh', failureType: 'config_error', message: 'Check the credentials in the config' };
  }
  if (status === 403) {
    const message = 'Check that the credentials in the config have access to it';
    return { action: 'fail', failureType: 'config_error', message };
  }
  return { action: 'fail', failureType: status >= 500 ? 'transient_error' : 'system_error' };
}

/**
 * What is done about a response: as the first rule says that means it, otherwise as its status says.
 *
 * @param path The request's path below `urlBase`.
 */
export function classify(response: HttpResponse, path: string, rules: readonly ResponseRule[]): Classification {
  const byStatus = classifyStatus(response.status);
  const rule = rules.find((one) => matchesResponse(one, response, path));
  if (rule === undefined) return byStatus;
  const { action, failureType = defaultFailureType(action, byStatus) } = rule;
  // Advice for one thing is none for another.
  const { message = action === byStatus.action ? byStatus.message : undefined } = rule;
  return { action, failureType, message };
}

function defaultFailureType(action: ResponseAction, byStatus: Classification): FailureType {
  if (action === 'retry' || action === 'rate-limited') return 'transient_error';
  return action === 'refresh' ? 'config_error' : byStatus.failureType;
}
