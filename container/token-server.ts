import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** Who may get a token. */
interface Account {
  readonly username: string;
  readonly password: string;
}

/** A server that gives tokens for a registry, as those of Docker Hub and GitHub do. */
export interface TokenServer {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  /** What the registry checks the signature with: PEM. */
  readonly certificate: string;
  readonly stop: () => Promise<void>;
}

/** @see https://distribution.github.io/distribution/spec/auth/jwt/ */
export async function startTokenServer({ username, password }: Account): Promise<TokenServer> {
  const service = 'registry';
  const issuer = 'container-tests';
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: issuer }], { keySize: 2048 });
  const key = createPrivateKey(privateKey);
  const der = cert.replace(/-----[A-Z ]+-----|\s/g, '');
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    if (request.headers.authorization !== expected) return void response.writeHead(401).end();
    const access = searchParams.getAll('scope').map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      return { type, name, actions: actions.split(',') };
    });
    const now = Math.floor(Date.now() / 1000);
    const head = { typ: 'JWT', alg: 'RS256', x5c: [der] };
    const claims = {
      iss: issuer,
      sub: username,
      aud: service,
      iat: now,
      nbf: now - 10,
      exp: now + 300,
      jti: randomUUID(),
      access,
    };
    const unsigned = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const token = `${unsigned}.${sign('sha256', Buffer.from(unsigned), key).toString('base64url')}`;
    return void response.end(JSON.stringify({ token }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    realm: `http://127.0.0.1:${port}/token`,
    service,
    issuer,
    certificate: cert,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
