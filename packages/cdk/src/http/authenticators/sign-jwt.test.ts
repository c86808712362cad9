import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '../../../test/run-context.ts';
import { ConfigError } from '../../errors/config-error.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { type JwtOptions, signJwt } from './sign-jwt.ts';

const NOW = 1_700_000_000_999;

const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1' = 'pkcs8'): string =>
  key.export({ format: 'pem', type } as { format: 'pem'; type: 'pkcs8' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

const partsOf = (jwt: string) => {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());
  return {
    header: decode(head),
    claims: decode(body),
    text: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  };
};

describe('A1: a JWT', () => {
  test('says what it is told, and when it was signed and expires', async () => {
    const options = {
      algorithm: 'HS256',
      key: 'secret',
      keyId: 'k1',
      claims: { iss: 'me' },
      lifetimeMs: 60_000,
    } as const;
    const { header, claims } = partsOf(await signJwt(options, NOW));
    expect([header, claims]).toEqual([
      { alg: 'HS256', typ: 'JWT', kid: 'k1' },
      { iss: 'me', iat: 1_700_000_000, exp: 1_700_000_060 },
    ]);
  });

  test('lives five minutes unless it is said; claims of the author win; a function makes them for each', async () => {
    let count = 0;
    const claims = (): { jti: string; iat: number } => ({ jti: `id-${++count}`, iat: 5 });
    const options: JwtOptions = { algorithm: 'HS256', key: 'secret', claims, header: { typ: 'at+jwt' } };
    await signJwt(options, NOW);
    const { header, claims: said } = partsOf(await signJwt(options, NOW));
    expect([header, said]).toEqual([
      { alg: 'HS256', typ: 'at+jwt' },
      { jti: 'id-2', iat: 5, exp: 1_700_000_300 },
    ]);
  });

  test.each(['HS256', 'HS384', 'HS512'] as const)('%s is signed by the secret, as text or bytes', async (algorithm) => {
    for (const key of ['a-secret', Buffer.from('a-secret')]) {
      const { text, signature } = partsOf(await signJwt({ algorithm, key }, NOW));
      expect(signature).toEqual(
        createHmac(`sha${algorithm.slice(2)}`, 'a-secret')
          .update(text)
          .digest(),
      );
    }
  });

  test.each([
    ['RS256', rsa, 'pkcs8'],
    ['RS512', rsa, 'pkcs1'],
    ['ES256', ec, 'pkcs8'],
    ['ES256', ec, 'sec1'],
    ['EdDSA', ed, 'pkcs8'],
  ] as const)('%s is signed by a private key, whatever the PEM', async (algorithm, pair, type) => {
    const { text, signature } = partsOf(await signJwt({ algorithm, key: pem(pair.privateKey, type) }, NOW));
    const key = {
      key: createPublicKey(pair.publicKey.export({ format: 'pem', type: 'spki' })),
      dsaEncoding: 'ieee-p1363',
    } as const;
    const hash = algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`;
    expect(verify(hash, Buffer.from(text), key, signature)).toBe(true);
  });

  test('a key whose line ends were written as \\n, as forms and environment variables leave them', async () => {
    const key = pem(rsa.privateKey).replaceAll('\n', '\\n');
    expect(partsOf(await signJwt({ algorithm: 'RS256', key }, NOW)).signature).toHaveLength(256);
  });
});

describe('F: a key that cannot sign', () => {
  test.each([
    ['cut off', pem(rsa.privateKey).slice(0, 300)],
    ['no PEM at all', 'my-secret-key'],
    ['the public one', rsa.publicKey.export({ format: 'pem', type: 'spki' })],
  ])('%s: a config_error that says what is wanted, and shows nothing of it', async (_, key) => {
    const error = await rejectionOf(signJwt({ algorithm: 'RS256', key }, NOW));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      'The private key must be in PEM format, whole from "-----BEGIN" to the end of the last line, and without a passphrase',
    );
    expect([error.stack, error.cause].join('')).not.toContain(key.slice(30, 60) || key);
  });

  test('one of another kind', async () => {
    const error = await rejectionOf(signJwt({ algorithm: 'RS256', key: pem(ec.privateKey) }, NOW));
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/^The private key cannot sign with RS256: /);
  });
});

test('without the package that signs, the error says what to install', async () => {
  vi.doMock('jose/jwt/sign', () => {
    throw new Error('Cannot find package');
  });
  try {
    const error = await rejectionOf(signJwt({ algorithm: 'HS256', key: 'secret' }, NOW));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe('To sign a JWT, the connector needs the package "jose": npm install jose');
  } finally {
    vi.doUnmock('jose/jwt/sign');
  }
});
