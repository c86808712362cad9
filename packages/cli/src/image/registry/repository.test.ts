import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type RegistryServer, type RegistryServerOptions, startRegistry } from '../../../test/registry-server.ts';
import { bytesBlob, jsonBlob } from '../blob.ts';
import { digestOf } from '../digest.ts';
import { MEDIA_TYPES } from '../oci.ts';
import type { Credentials } from './docker-credentials.ts';
import { RegistryClient } from './registry-client.ts';
import { Repository } from './repository.ts';

const blob = bytesBlob(MEDIA_TYPES.layer, Buffer.from('a layer'));
const manifest = jsonBlob(MEDIA_TYPES.manifest, { schemaVersion: 2, mediaType: MEDIA_TYPES.manifest, layers: [] });

async function open(
  options: RegistryServerOptions = {},
  credentials?: Credentials,
): Promise<{ server: RegistryServer; repository: Repository }> {
  const server = await startRegistry(options);
  const client = new RegistryClient({
    registry: server.host,
    credentials: async () => credentials,
    retryDelays: [0, 0],
  });
  return { server, repository: new Repository(client, 'team/shop') };
}

const login = { username: 'user', password: 'pass' };

test('what was pushed is what is pulled', async () => {
  const { server, repository } = await open();
  expect(await repository.has(blob.descriptor)).toBe(false);
  expect(await repository.upload(blob)).toBe(true);
  expect(await repository.has(blob.descriptor)).toBe(true);
  await repository.putManifest('1', manifest);
  expect(await repository.manifest('1')).toMatchObject({ descriptor: manifest.descriptor });
  expect(await repository.manifest('2')).toBeUndefined();
  expect((await buffer(await repository.blob(blob.descriptor))).toString()).toBe('a layer');
  // The upload goes where the registry says, with what it says there.
  expect(server.requests).toContain(
    `PUT /v2/team/shop/blobs/uploads/1?state=x&digest=${blob.descriptor.digest.replace(':', '%3A')}`,
  );
});

test.each(['basic', 'bearer'] as const)('logs in: %s', async (scheme) => {
  const { server, repository } = await open({ login: { scheme, account: 'user:pass' } }, login);
  await repository.upload(blob);
  expect(await repository.has(blob.descriptor)).toBe(true);
  const asked = server.requests.filter((request) => request.includes('/token'));
  // Once, not for each request.
  expect(asked).toHaveLength(scheme === 'basic' ? 0 : 1);
  expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(2);
});

test('a token that runs out during a push is renewed, and the body sent again', async () => {
  const { server, repository } = await open({ login: { scheme: 'bearer', account: 'user:pass' } }, login);
  await repository.has(blob.descriptor);
  server.intercept = ({ method }) => {
    if (method === 'PUT') {
      server.expireTokens();
      server.intercept = () => false;
    }
    return false;
  };
  await repository.upload(blob);
  expect(server.blobs.get(`team/shop ${blob.descriptor.digest}`)?.toString()).toBe('a layer');
});

test('scopes of a push and of what is taken over from elsewhere are asked for', async () => {
  const { server, repository } = await open({ login: { scheme: 'bearer', account: 'user:pass' } }, login);
  const origin = { registry: server.host, repository: 'library/node' };
  server.blobs.set(`library/node ${blob.descriptor.digest}`, Buffer.from('a layer'));
  expect(await repository.upload({ ...blob, origin })).toBe(false);
  expect(server.blobs.has(`team/shop ${blob.descriptor.digest}`)).toBe(true);
  expect(server.requests.filter((request) => request.includes('/token'))).toEqual([
    'GET /token?service=here&scope=repository%3Ateam%2Fshop%3Apull%2Cpush&scope=repository%3Alibrary%2Fnode%3Apull',
  ]);
});

test('what another repository cannot give is sent', async () => {
  const { server, repository } = await open();
  expect(await repository.upload({ ...blob, origin: { registry: server.host, repository: 'library/node' } })).toBe(
    true,
  );
  expect(await repository.upload({ ...blob, origin: { registry: 'other.example.com', repository: 'x' } })).toBe(true);
  expect(server.requests.filter((request) => request.includes('mount='))).toHaveLength(1);
});

test.each([
  [
    'basic',
    undefined,
    /gives no access to team\/shop: it is not there, or wants a login. "docker login \S+" keeps one.$/,
  ],
  ['bearer', undefined, /gives no access to team\/shop: it is not there, or wants a login/],
  [
    'basic',
    { username: 'user', password: 'secret' },
    /gives no access to team\/shop with the login of the Docker config/,
  ],
  [
    'bearer',
    { username: 'user', password: 'secret' },
    /gives no access to team\/shop with the login of the Docker config/,
  ],
] as const)('%s without access: a sentence, with %j', async (scheme, credentials, message) => {
  const { repository } = await open({ login: { scheme, account: 'user:pass' } }, credentials);
  const error = (await repository.manifest('1').catch((thrown: unknown) => thrown)) as Error;
  expect(error).toMatchObject({ name: 'CommandError', message: expect.stringMatching(message) });
  expect(error.message).not.toContain('secret');
});

test('a push without the right to is told in the words of the registry', async () => {
  const { server, repository } = await open();
  server.intercept = ({ method }, response) => {
    if (method !== 'POST') return false;
    response
      .writeHead(403)
      .end(JSON.stringify({ errors: [{ code: 'DENIED', message: 'requested access is denied' }] }));
    return true;
  };
  await expect(repository.upload(blob)).rejects.toThrow(
    /^127\S+\/team\/shop refused an upload: status 403, requested access is denied. The login of the Docker config may not have the right to$/,
  );
});

test('a fault that is gone a moment later is tried again', async () => {
  const { server, repository } = await open();
  await repository.putManifest('1', manifest);
  let faults = 0;
  server.intercept = ({ socket }, response) => {
    if (faults++ === 0) response.writeHead(503).end();
    else if (faults === 2) socket.destroy();
    else return false;
    return true;
  };
  expect(await repository.manifest('1')).toMatchObject({ descriptor: manifest.descriptor });
  expect(server.requests.filter((request) => request.startsWith('GET'))).toHaveLength(3);
});

test('a fault that stays is told', async () => {
  const { server, repository } = await open();
  server.intercept = (_request, response) => {
    response.writeHead(502).end('<html>');
    return true;
  };
  await expect(repository.manifest('1')).rejects.toThrow(/team\/shop refused to give 1: status 502$/);
  expect(server.requests).toHaveLength(3);
});

test('a registry that is not there is told with its address', async () => {
  const client = new RegistryClient({ registry: '127.0.0.1:9', credentials: async () => undefined, retryDelays: [] });
  await expect(new Repository(client, 'team/shop').manifest('1')).rejects.toThrow(
    /^127.0.0.1:9 could not be reached: .*/,
  );
});

test('content that is not what its digest says is an error, of manifests and of blobs', async () => {
  const { server, repository } = await open();
  server.manifests.set(`team/shop ${digestOf('promised')}`, { type: MEDIA_TYPES.manifest, content: Buffer.from('{}') });
  server.blobs.set(`team/shop ${blob.descriptor.digest}`, Buffer.from('another'));
  await expect(repository.manifest(digestOf('promised'))).rejects.toThrow(
    `team/shop gave another manifest than it promised: expected the digest ${digestOf('promised')}, got ${digestOf('{}')}`,
  );
  await expect(repository.blob(blob.descriptor).then(buffer)).rejects.toThrow(
    /team\/shop gave other content than it promised/,
  );
});

test('an upload of content that is not what its digest says blames where it came from', async () => {
  const { server, repository } = await open();
  server.blobs.set(`team/shop ${blob.descriptor.digest}`, Buffer.from('another'));
  const target = new Repository(
    new RegistryClient({ registry: server.host, credentials: async () => undefined, retryDelays: [] }),
    'team/other',
  );
  const broken = { descriptor: blob.descriptor, open: () => repository.blob(blob.descriptor) };
  await expect(target.upload(broken)).rejects.toThrow(/team\/shop gave other content than it promised/);
  expect(server.blobs.has(`team/other ${blob.descriptor.digest}`)).toBe(false);
});

test('a download that breaks off is told', async () => {
  const { server, repository } = await open();
  server.intercept = (_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
    return true;
  };
  const stream = await repository.blob({ ...blob.descriptor, size: 100 });
  expect(stream).toBeInstanceOf(Readable);
  await expect(buffer(stream)).rejects.toThrow(/team\/shop broke off in the middle of a download: /);
});
