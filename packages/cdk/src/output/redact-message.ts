import type { AirbyteMessage } from '../protocol/messages.ts';
import type { Redactor } from './redactor.ts';

/**
 * A message without secrets. Only what is written for people is masked: records, states and CONTROL are data, and a masked value
 * would be a wrong one.
 */
export function redactMessage(message: AirbyteMessage, redactor: Redactor): AirbyteMessage {
  switch (message.type) {
    case 'LOG':
    case 'TRACE':
    case 'CONNECTION_STATUS':
      return mapText(message, (text) => redactor.redact(text)) as AirbyteMessage;
    default:
      return message;
  }
}

function mapText(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapText(item, map));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapText(item, map)]));
}
