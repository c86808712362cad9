import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** What signs a JWT: a secret that both sides share, or the public half of a key pair in PEM. */
export type JwtKey = { readonly secret: string } | { readonly publicKey: string };

/** Gives the claims of a JWT whose signature is right, and whose `exp` and `nbf` allow it now. */
export function verifyJwt(jwt: string, key: JwtKey, now: number): Readonly<Record<string, unknown>> | undefined {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  try {
    const { alg } = part(head);
    if (!isSigned(`${head}.${body}`, Buffer.from(signature, 'base64url'), String(alg), key)) return undefined;
    const claims = part(body);
    const seconds = now / 1000;
    return Number(claims['exp']) > seconds && Number(claims['nbf'] ?? 0) <= seconds ? claims : undefined;
  } catch {
    return undefined;
  }
}

function part(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
}

function isSigned(text: string, signature: Buffer, algorithm: string, key: JwtKey): boolean {
  const hash = `sha${algorithm.slice(2)}`;
  if ('secret' in key) {
    const expected = createHmac(hash, key.secret).update(text).digest();
    return algorithm.startsWith('HS') && expected.length === signature.length && timingSafeEqual(expected, signature);
  }
  const publicKey = createPublicKey(key.publicKey);
  const isEdDsa = algorithm === 'EdDSA';
  return verify(isEdDsa ? null : hash, Buffer.from(text), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
