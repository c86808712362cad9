import { expect, test } from 'vitest';
import { isNamedLikeSecret, namedSecrets } from './named-secrets.ts';

test.each(['password', 'db_password', 'apiKey', 'clientSecret', 'access_token', 'credentials'])('%s is', (name) => {
  expect(isNamedLikeSecret(name)).toBe(true);
});

test.each(['passwords_url', 'page_token', 'nextToken', 'tokenizer', 'key', 'secretary'])('%s is not', (name) => {
  expect(isNamedLikeSecret(name)).toBe(false);
});

test('values are found wherever they stand; short ones and switches are none', () => {
  const config = {
    url: 'https://api.example.com',
    db: { password: 'open-sesame' },
    tokens: [{ token: 'first-one' }],
    api_key: ['in-a-list', 12345678],
    secret: true,
    token: 'none',
  };
  expect(namedSecrets(config)).toEqual(['open-sesame', 'first-one', 'in-a-list', '12345678']);
});
