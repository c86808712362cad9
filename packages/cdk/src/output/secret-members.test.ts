import { describe, expect, test } from 'vitest';
import { secretMembers } from './secret-members.ts';

const PEM = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';

describe('P12: of a secret that is a JSON document, these are secrets too', () => {
  test.each<[string, unknown, string[]]>([
    [
      'the key of a service account, not what it is called and where it belongs',
      {
        type: 'service_account',
        project_id: 'my-shop-123456',
        private_key_id: '0123456789abcdef',
        private_key: PEM,
        client_email: 'reader@my-shop-123456.iam.gserviceaccount.com',
        client_id: '123456789012345678901',
        auth_uri: 'https://accounts.google.com/o/oauth2/auth',
        token_uri: 'https://oauth2.googleapis.com/token',
      },
      ['0123456789abcdef', PEM],
    ],
    [
      'what is called like a secret, deeper down',
      {
        installed: { client_id: 'shop', client_secret: 'GOCSPX-1', tokens: ['t1', 't2'] },
        accounts: [{ password: 'p' }],
      },
      ['GOCSPX-1', 't1', 't2', 'p'],
    ],
    ['text of several lines, whatever it is called', { pem: PEM, note: 'one line\n' }, [PEM]],
    ['of a list', [{ apiKey: 'k' }, 'text'], ['k']],
    ['nothing where nothing is called so', { region: 'eu', port: 5432, tls: true, none: null }, []],
  ])('%s', (_case, document, members) => {
    expect(secretMembers(JSON.stringify(document, null, 2))).toEqual(members);
  });
});

test.each(['', 'plain', '"token"', '{not JSON', '[1,'])('%j has no members', (secret) => {
  expect(secretMembers(secret)).toEqual([]);
});
