import { generate } from 'selfsigned';

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const ec = { keyType: 'ec', algorithm: 'sha256' } as const;

/** A certificate authority, made for a test. */
export async function makeAuthority(name = 'Test authority'): Promise<KeyPair> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    ...ec,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert, key };
}

/** A certificate that `authority` has signed, for `localhost`, 127.0.0.1 and further names. */
export async function makeCertificate(
  authority: KeyPair,
  { names = [], passphrase }: { names?: readonly string[]; passphrase?: string } = {},
): Promise<KeyPair> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Test' }], {
    ...ec,
    ca: authority,
    ...(passphrase !== undefined && { passphrase }),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          ...['localhost', ...names].map((value) => ({ type: 2, value }) as const),
        ],
      },
    ],
  });
  return { cert, key };
}
