import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { hostPlatform } from '../../packages/cli/src/image/platform.ts';
import { pushImage } from '../../packages/cli/src/image/push-image.ts';
import { Registries } from '../../packages/cli/src/image/registry/registries.ts';
import { smallImage } from '../../packages/cli/test/base-layout.ts';
import { docker, mustDocker } from '../docker.ts';
import { headwater } from '../headwater.ts';
import { NODE_IMAGE } from '../node-image.ts';
import { run } from '../run-program.ts';
import { LOGIN } from '../setup.ts';
import { setup } from './drive-image.ts';

const { registry, privateRegistry, tokenRegistry, folder, dockerHost } = setup;
const withLogin = [
  ['Basic auth', privateRegistry],
  ['tokens', tokenRegistry],
] as const;
const base = `${registry}/library/${NODE_IMAGE}`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** A Docker config with a login for both registries that want one. */
async function dockerConfig(name: string, password: string): Promise<string> {
  const auth = Buffer.from(`${LOGIN.username}:${password}`).toString('base64');
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(
    join(path, 'config.json'),
    JSON.stringify({ auths: { [privateRegistry]: { auth }, [tokenRegistry]: { auth } } }),
  );
  return path;
}

let loggedIn: string;

beforeAll(async () => {
  loggedIn = await dockerConfig('logged-in', LOGIN.password);
});

interface Built {
  readonly digest: string;
  readonly sbom: string;
  readonly pushed: readonly { readonly sent: number; readonly there: number }[];
}

async function push(args: readonly string[], config = loggedIn): Promise<Built> {
  const { stdout, stderr, exitCode } = await headwater(['build', '--push', '--json', ...args], {
    env: { DOCKER_CONFIG: config },
  });
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Built;
}

test('what is in the registry is not sent again, and layers of a base there are taken over', async () => {
  const first = await push(['--base', base, '--tag', `${registry}/team/again:1`]);
  expect(first.pushed[0]?.sent).toBeLessThan(400_000);
  expect(first.pushed[0]?.there).toBeGreaterThan(40_000_000);
  const second = await push(['--base', base, '--tag', `${registry}/team/again:2`]);
  expect(second.pushed[0]?.sent).toBe(0);
  expect(second.digest).toBe(first.digest);
});

test.each(withLogin)(
  'a registry with %s takes the login of the Docker config, and the engine runs what it pulls from there',
  async (_, host) => {
    const tag = `${host}/team/source-example:1`;
    await push(['--base', base, '--tag', tag]);
    const env = { DOCKER_CONFIG: loggedIn };
    await mustDocker(dockerHost, ['pull', '--quiet', tag], { env });
    expect(await mustDocker(dockerHost, ['run', '--rm', '--network', 'none', tag, 'spec'])).toMatch(/^\{"type":"SPEC"/);
    // A base can be private, too.
    await push(['--base', tag, '--tag', `${registry}/team/on-private:1`]);
    // What another repository of it has is taken over, which needs the right to read there.
    const near = await push(['--base', tag, '--tag', `${host}/team/beside:1`]);
    expect(near.pushed[0]?.sent).toBeLessThan(400_000);
  },
);

test.each(withLogin)('%s: without a login, and with a wrong one, it says so and pushes nothing', async (_, host) => {
  const nobody = join(folder, 'nobody');
  const tag = `${host}/team/refused:1`;
  await expect(push(['--base', base, '--tag', tag], nobody)).rejects.toThrow(
    `${host} gives no access to team/refused: it is not there, or wants a login. "docker login ${host}" keeps one.`,
  );
  const wrong = await dockerConfig('wrong', 'wrong-password');
  await expect(push(['--base', base, '--tag', tag], wrong)).rejects.toThrow(
    `${host} gives no access to team/refused with the login of the Docker config`,
  );
  const { stderr } = await docker(dockerHost, ['pull', tag], { env: { DOCKER_CONFIG: loggedIn } });
  expect(stderr).toMatch(/not found|unknown/);
});

test('the bill of materials is attached, and found by the tag where this registry has its list', async () => {
  const { digest, sbom } = await push(['--base', base, '--tag', `${registry}/team/billed:1`]);
  const get = async (path: string, accept: string): Promise<any> =>
    (await fetch(`http://${registry}/v2/team/billed/${path}`, { headers: { accept } })).json();
  const list = await get(`manifests/${digest.replace(':', '-')}`, INDEX);
  expect(list.manifests).toMatchObject([{ digest: sbom, artifactType: 'application/vnd.cyclonedx+json' }]);
  const attachment = await get(`manifests/${sbom}`, MANIFEST);
  expect(attachment.subject.digest).toBe(digest);
  const bill = await get(`blobs/${attachment.layers[0].digest}`, '*/*');
  const names = bill.components.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['@headwater/cdk', 'got', 'ajv', 'yargs', base]));
});

test('two platforms: each on the base for it, under one tag', async () => {
  // A base of which nothing can run, because what counts is which of it is taken.
  const small = await smallImage(['amd64', 'arm64']);
  const signal = new AbortController().signal;
  const library = new Registries({ env: {}, signal }).repository({ registry, repository: 'library/small' });
  await pushImage(library, '1', small);

  const tag = `${registry}/team/both:1`;
  const platforms = ['--platform', 'linux/amd64,linux/arm64'];
  const { digest } = await push(['--base', `${registry}/library/small:1`, ...platforms, '--tag', tag]);
  const found = await fetch(`http://${registry}/v2/team/both/manifests/${digest}`, { headers: { accept: INDEX } });
  const { manifests } = (await found.json()) as { manifests: { platform: object }[] };
  expect(manifests.map(({ platform }) => platform)).toEqual([
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ]);
  for (const architecture of ['amd64', 'arm64']) {
    await mustDocker(dockerHost, ['pull', '--quiet', '--platform', `linux/${architecture}`, tag]);
    expect(await mustDocker(dockerHost, ['image', 'inspect', '--format', '{{.Architecture}}', tag])).toBe(architecture);
  }
});

test.each([
  ['not there', `${registry}/library/node:99-slim`, [], `There is no image ${registry}/library/node:99-slim`],
  [
    'not for the platform',
    base,
    ['--platform', 'linux/s390x'],
    `The base ${base} has no image for linux/s390x. It has: linux/amd64`,
  ],
])('a base that is %s', async (_, from, args, message) => {
  await expect(push(['--base', from, '--tag', `${registry}/team/x:1`, ...args])).rejects.toThrow(message);
});

test('a layer that was changed in the store of the registry is found, and nothing is left', async () => {
  const small = await smallImage(['amd64']);
  const signal = new AbortController().signal;
  const library = new Registries({ env: {}, signal }).repository({ registry, repository: 'library/changed' });
  await pushImage(library, '1', small);
  const hash = small.platforms[0]?.layers[0]?.descriptor.digest.replace('sha256:', '') ?? '';
  const blobs = join(folder, 'registry/data/docker/registry/v2/blobs/sha256');
  await writeFile(join(blobs, hash.slice(0, 2), hash, 'data'), 'something else');

  const output = join(folder, 'changed.tar');
  const args = ['--base', `${registry}/library/changed:1`, '--platform', 'linux/amd64', '--output', output];
  const { stderr, exitCode } = await headwater(['build', ...args]);
  expect(stderr).toMatch(
    /library\/changed gave other content than it promised: expected \d+ bytes with the digest sha256:/,
  );
  expect(exitCode).toBe(1);
  expect(existsSync(output)).toBe(false);
});

test('containerify, which builds images in Node too, reads what was pushed, and its image starts as ours does', async () => {
  const empty = join(folder, 'containerify');
  await mkdir(empty, { recursive: true });
  await writeFile(join(empty, 'note.txt'), 'added by containerify');
  const output = join(folder, 'containerify.tar');
  const { stderr, exitCode } = await run(
    'npx',
    [
      ['--yes', 'containerify@4.1.0', '--folder', empty, '--customContent', 'note.txt:/note.txt'],
      ['--fromRegistry', `http://${registry}/v2/`, '--fromImage', 'team/source-example:1'],
      ['--platform', hostPlatform(), '--toImage', 'copied-by/containerify:1', '--toTar', output],
    ].flat(),
  );
  expect([exitCode, stderr]).toEqual([0, expect.any(String)]);
  await mustDocker(dockerHost, ['load', '--input', output]);
  const spec = ['run', '--rm', '--network', 'none'];
  const ours = await mustDocker(dockerHost, [...spec, setup.images.headwater, 'spec']);
  expect(await mustDocker(dockerHost, [...spec, 'copied-by/containerify:1', 'spec'])).toBe(ours);
});
