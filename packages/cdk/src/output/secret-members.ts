import { isJsonObject } from '../protocol/json.ts';
import { isSecretName } from '../protocol/secret-name.ts';

/**
 * The secrets inside a secret that is a JSON document, such as the key file of a service account: texts of several lines, which are
 * keys, and those that are called like a secret. Not all of its texts: a mask for `service_account` or the name of a project,
 * wherever it stands, would make logs useless. Neither is an address one, as `token_uri` has it.
 */
export function secretMembers(secret: string): string[] {
  if (!/^\s*[{[]/.test(secret)) return [];
  const found: string[] = [];
  try {
    visit('', JSON.parse(secret));
  } catch {
    return [];
  }
  return found;

  function visit(name: string, value: unknown): void {
    if (typeof value === 'string') {
      if (value.trim().includes('\n') || (isSecretName(name) && !URL.canParse(value))) found.push(value);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(name, item);
    } else if (isJsonObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(key, member);
    }
  }
}
