import type { StreamDescriptor } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import type { ErrorTrace } from '../protocol/messages.ts';
import { ConnectorError } from './connector-error.ts';

/**
 * Turns whatever was thrown into the body of a TRACE ERROR. A ConnectorError speaks for itself; anything else is a defect
 * in the connector: the user gets one sentence with the error's text, the engineer gets the stack.
 *
 * @param stream The stream that failed, when one did.
 */
export function toErrorTrace(thrown: unknown, stream?: StreamDescriptor): ErrorTrace {
  const of = stream === undefined ? {} : { stream_descriptor: stream };
  if (thrown instanceof ConnectorError) {
    return {
      message: thrown.message,
      internal_message: thrown.internalMessage ?? `${thrown.name}: ${thrown.message}`,
      ...stackOf(thrown),
      failure_type: thrown.failureType,
      ...of,
    };
  }
  const text = describeThrown(thrown);
  return {
    message: `The connector failed unexpectedly: ${text}`,
    internal_message: text,
    ...(thrown instanceof Error ? stackOf(thrown) : {}),
    failure_type: 'system_error',
    ...of,
  };
}

/** One line that says what was thrown, whatever it was. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  return typeof thrown === 'string' ? thrown : showValue(thrown);
}

function stackOf(error: Error): { stack_trace: string } {
  let stack = error.stack ?? '';
  for (let cause = error.cause; cause !== undefined && stack.length < 100_000;) {
    stack += `\nCaused by: ${cause instanceof Error ? (cause.stack ?? describeThrown(cause)) : describeThrown(cause)}`;
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return { stack_trace: stack };
}
