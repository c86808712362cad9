import { describe, expect, test } from 'vitest';
import { isSecretName } from './secret-name.ts';

const words = (text: string): string[] => text.trim().split(/\s+/);

const secretNames = words(`
  token access_token X-Auth-Token refreshToken id_token csrf-token X-Amz-Security-Token tokens
  api_key apikey X-API-Key key X-Key access_key authKey subscription-key
  private_key privatekey secret client_secret password passwd pwd passphrase X-Signature sig hmac X-Amz-Signature X-Amz-Credential
  session sessionId jwt client_assertion code auth authorization X-Authorization x-auth-user
`);
const otherNames = words(`
  page_token pageToken next_page_token nextToken continuation-token continuationToken
  $skiptoken $deltatoken sync_token nextSyncToken cursor resumptionToken start_token
  limit page since keys keyword author country_code monkey status_code design private
`);

describe('names of secrets', () => {
  test.each(secretNames)('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(otherNames)('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
