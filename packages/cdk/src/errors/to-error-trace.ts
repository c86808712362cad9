import type { StreamDescriptor } from '../protocol/catalog.ts';
import { showValue } from '../protocol/json.ts';
import type { ErrorTrace, FailureType } from '../protocol/messages.ts';
import { ConnectorError } from './connector-error.ts';

/**
 * Turns whatever was thrown into the body of a TRACE ERROR. A ConnectorError speaks for itself; anything else is a defect
 * in the connector: the user gets one sentence with the error's text, the engineer gets the stack.
 *
 * @param stream The stream that failed, when one did.
 */
export function toErrorTrace(thrown: unknown, stream?: StreamDescriptor): ErrorTrace {
  const of = stream === undefined ? {} : { stream_descriptor: stream };
  if (isError(thrown) && thrown instanceof ConnectorError) {
    return {
      message: thrown.message,
      internal_message: thrown.internalMessage ?? `${thrown.name}: ${thrown.message}`,
      stack_trace: stackOf(thrown),
      failure_type: knownType(thrown.failureType),
      ...of,
    };
  }
  const text = describeThrown(thrown);
  const stack = isError(thrown) ? { stack_trace: stackOf(thrown) } : {};
  return {
    message: `The connector failed unexpectedly: ${text}`,
    internal_message: text,
    ...stack,
    failure_type: 'system_error',
    ...of,
  };
}

/** One line that says what was thrown, whatever it was, also when looking at it throws. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    return typeof thrown === 'string' ? thrown : showValue(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}

function isError(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

const FAILURE_TYPES: ReadonlySet<string> = new Set<FailureType>(['config_error', 'transient_error', 'system_error']);

/** The platform knows these alone; an author's own class of errors may say anything. */
function knownType(type: FailureType): FailureType {
  return FAILURE_TYPES.has(type) ? type : 'system_error';
}

/** A library may have set `Error.prepareStackTrace`, which makes anything of a stack. */
function textOf(error: Error): string {
  const stack: unknown = error.stack;
  return typeof stack === 'string' ? stack : stack === undefined ? '' : describeThrown(error);
}

function stackOf(error: Error): string {
  try {
    let stack = textOf(error);
    for (let cause = error.cause; cause !== undefined && stack.length < 100_000;) {
      stack += `\nCaused by: ${isError(cause) ? textOf(cause) : describeThrown(cause)}`;
      cause = isError(cause) ? cause.cause : undefined;
    }
    return stack;
  } catch {
    return describeThrown(error);
  }
}
