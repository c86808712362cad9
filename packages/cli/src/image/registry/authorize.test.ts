import { expect, test } from 'vitest';
import { parseChallenge, tokenRequest } from './authorize.ts';

const realm = 'https://auth.example.com/token';

test.each([
  ['Basic realm="Registry"', { scheme: 'basic' }],
  [`Bearer realm="${realm}",service="registry",scope="a:b:pull"`, { scheme: 'bearer', realm, service: 'registry' }],
  [`bearer realm="${realm}"`, { scheme: 'bearer', realm, service: undefined }],
  ['Bearer service="registry"', undefined],
  ['Negotiate', undefined],
  [undefined, undefined],
])('%s', (header, challenge) => {
  expect(parseChallenge(header)).toEqual(challenge);
});

test('a token is asked for with the login, for every scope', () => {
  const login = { username: 'user', password: 'pass' };
  expect(tokenRequest({ scheme: 'bearer', realm: `${realm}?x=1`, service: 'a b' }, 'r:x:pull r:y:push', login)).toEqual(
    {
      method: 'GET',
      url: `${realm}?x=1&service=a+b&scope=r%3Ax%3Apull&scope=r%3Ay%3Apush`,
      headers: { authorization: `Basic ${Buffer.from('user:pass').toString('base64')}` },
    },
  );
});

test('without a login it is asked for by nobody in particular', () => {
  expect(tokenRequest({ scheme: 'bearer', realm, service: undefined }, 'r:x:pull', undefined)).toEqual({
    method: 'GET',
    url: `${realm}?scope=r%3Ax%3Apull`,
    headers: {},
  });
});

test('an identity token goes into the body of a POST', () => {
  const { method, url, body } = tokenRequest({ scheme: 'bearer', realm, service: 's' }, 'r:x:pull', {
    identityToken: 'it',
  });
  expect([method, url]).toEqual(['POST', realm]);
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
    grant_type: 'refresh_token',
    refresh_token: 'it',
    scope: 'r:x:pull',
    service: 's',
  });
});
