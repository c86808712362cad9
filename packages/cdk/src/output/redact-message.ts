import { inspect } from 'node:util';
import { isJsonObject } from '../protocol/json.ts';
import type { AirbyteMessage } from '../protocol/messages.ts';
import type { Redactor } from './redactor.ts';

/** The members that hold text for people. The others are words of the protocol and names: masking them breaks the message. */
const TEXT_MEMBERS = new Set(['message', 'internal_message', 'stack_trace', 'value']);

/**
 * A message without secrets. Only what is written for people is masked: records, states and CONTROL are data, and a masked value
 * would be a wrong one.
 */
export function redactMessage(message: AirbyteMessage, redactor: Redactor): AirbyteMessage {
  switch (message.type) {
    case 'LOG':
    case 'TRACE':
    case 'CONNECTION_STATUS':
      return redactTexts(message, redactor) as AirbyteMessage;
    default:
      return message;
  }
}

function redactTexts(value: unknown, redactor: Redactor): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      TEXT_MEMBERS.has(key) ? redactor.redact(textOf(item)) : redactTexts(item, redactor),
    ]),
  );
}

/** What an author gave may be anything, in JavaScript and where a type is `any`: it is shown as `console.log` shows it. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return inspect(value);
  } catch {
    return 'something that cannot be shown';
  }
}
