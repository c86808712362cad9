import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../../../test/run-in-process.ts';
import { type Credentials, dockerCredentials } from './docker-credentials.ts';

const auth = Buffer.from('user:pass:word').toString('base64');
const login = { username: 'user', password: 'pass:word' };

async function ask(config: object | string, registry: string): Promise<Credentials | undefined> {
  return dockerCredentials(registry, { DOCKER_CONFIG: await folderWith({ 'config.json': config }) });
}

test.each([
  ['registry.example.com', { 'registry.example.com': { auth } }],
  ['registry.example.com:5000', { 'https://registry.example.com:5000/v2/': { auth } }],
  ['docker.io', { 'https://index.docker.io/v1/': { auth } }],
])('the login for %s', async (registry, auths) => {
  expect(await ask({ auths }, registry)).toEqual(login);
});

test('a login by browser has left a token', async () => {
  const auths = { 'registry.example.com': { auth, identitytoken: 'the-token' } };
  expect(await ask({ auths }, 'registry.example.com')).toEqual({ identityToken: 'the-token' });
});

test.each([{}, { auths: {} }, { auths: { 'other.example.com': { auth } } }, { auths: { 'registry.example.com': {} } }])(
  'none in %j',
  async (config) => {
    expect(await ask(config, 'registry.example.com')).toBeUndefined();
  },
);

test('none without a config', async () => {
  expect(await dockerCredentials('docker.io', { HOME: await folderWith({}) })).toBeUndefined();
});

test('a broken config is named, and nothing in it shown', async () => {
  await expect(ask('{"auths": secret', 'docker.io')).rejects.toThrow(
    /^The Docker config \S+config.json is not valid JSON$/,
  );
  const broken = { auths: { 'registry.example.com': { auth: Buffer.from('secret').toString('base64') } } };
  await expect(ask(broken, 'registry.example.com')).rejects.toThrow(
    /^The login for registry.example.com in \S+config.json cannot be read: "docker login registry.example.com" makes it anew$/,
  );
});

const HELPER = `#!/bin/sh
read registry
case $registry in
  registry.example.com) echo '{"ServerURL":"x","Username":"user","Secret":"pass:word"}' ;;
  token.example.com) echo '{"ServerURL":"x","Username":"<token>","Secret":"the-token"}' ;;
  broken.example.com) echo 'no keychain' >&2; exit 3 ;;
  *) echo 'credentials not found in native keychain'; exit 1 ;;
esac
`;

test.each([
  ['credHelpers', { credHelpers: { 'registry.example.com': 'test' } }, 'registry.example.com', login],
  ['credsStore', { credsStore: 'test' }, 'registry.example.com', login],
  ['credsStore, a token', { credsStore: 'test' }, 'token.example.com', { identityToken: 'the-token' }],
  ['credsStore, none', { credsStore: 'test' }, 'other.example.com', undefined],
])('a helper program gives it: %s', async (_, config, registry, expected) => {
  const folder = await folderWith({ 'config.json': config, 'docker-credential-test': HELPER });
  await chmod(join(folder, 'docker-credential-test'), 0o755);
  expect(await dockerCredentials(registry, { DOCKER_CONFIG: folder, PATH: `${folder}:/usr/bin:/bin` })).toEqual(
    expected,
  );
});

test('a helper that fails, or is not there, is named', async () => {
  const config = { credHelpers: { 'broken.example.com': 'test', 'docker.io': 'missing' } };
  const folder = await folderWith({ 'config.json': config, 'docker-credential-test': HELPER });
  await chmod(join(folder, 'docker-credential-test'), 0o755);
  const env = { DOCKER_CONFIG: folder, PATH: `${folder}:/usr/bin:/bin` };
  await expect(dockerCredentials('broken.example.com', env)).rejects.toThrow(
    'docker-credential-test, which the Docker config names, failed with exit code 3',
  );
  await expect(dockerCredentials('docker.io', env)).rejects.toThrow(
    /^docker-credential-missing, which the Docker config names, cannot be run: /,
  );
});
