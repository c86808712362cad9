import { isUtf8 } from 'node:buffer';
import { type JsonValue, parseJson, writeJson } from '@headwater/cdk/protocol';

/** A body in a fixture file, so that people can read it: as JSON, else as lines of text, else as base64. Absent when empty. */
export interface FixtureBody {
  readonly json?: JsonValue;
  readonly text?: readonly string[];
  readonly base64?: string;
}

export function toFixtureBody(body: Buffer): FixtureBody {
  if (body.length === 0) return {};
  if (!isUtf8(body)) return { base64: body.toString('base64') };
  const text = body.toString();
  const json = parsed(text);
  return json === undefined ? { text: text.split('\n') } : { json };
}

export function fromFixtureBody({ json, text, base64 }: FixtureBody): Buffer {
  if (json !== undefined) return Buffer.from(writeJson(json) ?? '');
  if (text !== undefined) return Buffer.from(text.join('\n'));
  return Buffer.from(base64 ?? '', 'base64');
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text) as JsonValue;
  } catch {
    return undefined;
  }
}
