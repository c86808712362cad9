import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { AirbyteMessage } from '../src/protocol/messages.ts';

/** The protocol's own schema. It stands beside the repository, not in it. */
const SCHEMA_FILE = new URL('../../../../shared/oracle/airbyte_protocol.yaml', import.meta.url);

/** Why a test that needs the schema is skipped where it is absent. */
export const NO_PROTOCOL_SCHEMA = 'the protocol schema ../shared/oracle/airbyte_protocol.yaml is not on this machine';

let validator: ValidateFunction | undefined;

/**
 * Checks one message against the protocol's `AirbyteMessage` definition; `undefined` where the schema file is absent. A
 * test that cannot do without says so: `skip(protocolValidator() === undefined, NO_PROTOCOL_SCHEMA)`.
 */
export function protocolValidator(): ValidateFunction | undefined {
  if (validator !== undefined || !existsSync(SCHEMA_FILE)) return validator;
  const document = parse(readFileSync(SCHEMA_FILE, 'utf8')) as { readonly $id: string };
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  ajv.addSchema(document);
  validator = ajv.compile({ $ref: `${document.$id}#/definitions/AirbyteMessage` });
  return validator;
}

/**
 * Fails unless `line`, without its line end, is one message of the protocol: a JSON object with a type and the member of
 * that type, without null in the envelope. Where the schema file is absent, the rest is not checked.
 *
 * @returns The message.
 */
export function expectProtocolLine(line: string): AirbyteMessage {
  const fail = (what: string): never => {
    throw new Error(`${what}: ${line.length > 500 ? `${line.slice(0, 500)}…` : line}`);
  };
  if (/[\r\n]/.test(line)) fail('Not one line');
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    fail('Not JSON');
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return fail('Not a JSON object');
  const { type, ...members } = message as Record<string, unknown>;
  const expected = type === 'CONNECTION_STATUS' ? 'connectionStatus' : String(type).toLowerCase();
  if (Object.keys(members).join() !== expected)
    fail(`A ${String(type)} message must have the member ${expected} alone`);
  const nullAt = findNull(members[expected], expected);
  if (nullAt !== undefined) fail(`Null at ${nullAt}`);
  const validate = protocolValidator();
  if (validate?.(message) === false) {
    fail(`Against the protocol (${validate.errors?.map((e) => `${e.instancePath} ${e.message}`).join('; ')})`);
  }
  return message as AirbyteMessage;
}

/** Members that hold what users and authors write: null is a value there. */
const FREE_MEMBERS = new Set([
  'data',
  'stream_state',
  'config',
  'json_schema',
  'connectionSpecification',
  'advanced_auth',
]);

function findNull(value: unknown, path: string): string | undefined {
  if (value === null) return path;
  if (typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = FREE_MEMBERS.has(key) ? undefined : findNull(item, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
