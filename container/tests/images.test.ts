import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackTar } from 'modern-tar';
import { expect, test } from 'vitest';
import { PLANTED } from '../build-images.ts';
import { mustDocker } from '../docker.ts';
import { headwater } from '../headwater.ts';
import { NODE_IMAGE } from '../node-image.ts';
import { type ProgramRun, run } from '../run-program.ts';
import { setup } from './drive-image.ts';

const { images, registry, folder, dockerHost } = setup;

interface Inspected {
  readonly Config: Record<string, unknown> & {
    readonly Env: readonly string[];
    readonly Entrypoint: readonly string[];
  };
  readonly Os: string;
  readonly Architecture: string;
  readonly RootFS: { readonly Layers: readonly string[] };
}

const inspect = async (image: string): Promise<Inspected> => {
  const [found] = JSON.parse(await mustDocker(dockerHost, ['image', 'inspect', image])) as [Inspected];
  return found;
};

test('both images are the same but for the times in them', async () => {
  const [ofDocker, ofHeadwater] = [await inspect(images.docker), await inspect(images.headwater)];
  const told = ({ Config, Os, Architecture }: Inspected): object => ({
    Os,
    Architecture,
    User: Config['User'],
    Env: [...Config.Env].sort(),
    Entrypoint: Config.Entrypoint,
    Cmd: Config['Cmd'],
    WorkingDir: Config['WorkingDir'] || '/',
    Labels: Config['Labels'],
  });
  expect(told(ofHeadwater)).toEqual(told(ofDocker));
  // The base is the first layer of both.
  expect(ofHeadwater.RootFS.Layers[0]).toBe(ofDocker.RootFS.Layers[0]);
  const list = ['run', '--rm', '--network', 'none', '--entrypoint', 'sh'];
  const files = async (image: string): Promise<string> =>
    mustDocker(dockerHost, [
      ...list,
      image,
      '-c',
      'cd /app && find . | sort && sha256sum main.cjs && stat -c "%a %u %n" main.cjs compile-cache',
    ]);
  expect(await files(images.headwater)).toBe(await files(images.docker));
});

test('C6: labels, and an entrypoint that is AIRBYTE_ENTRYPOINT', async () => {
  const { Config } = await inspect(images.headwater);
  expect(Config['Labels']).toEqual({ 'io.airbyte.name': 'headwater/source-example', 'io.airbyte.version': '0.0.0' });
  expect(Config.Env).toContain(`AIRBYTE_ENTRYPOINT=${Config.Entrypoint.join(' ')}`);
  expect(Config['User']).toBe('1000:1000');
});

test('nothing that is secret, and no node_modules, is in the image of docker build', async () => {
  const find = `find / -xdev \\( -name node_modules -o -name .env -o -name secrets \\) -not -path "/usr/local/*" -not -path "/proc/*"; grep -rl ${PLANTED} /app /home /tmp /root || true`;
  const found = await mustDocker(dockerHost, [
    'run',
    '--rm',
    '--user',
    '0',
    '--entrypoint',
    'sh',
    images.docker,
    '-c',
    find,
  ]);
  expect(found).toBe('');
});

test('built again it is the same image; without compiled code it is another', async () => {
  const build = async (...args: string[]): Promise<string> => {
    const base = `${registry}/library/${NODE_IMAGE}`;
    const { stdout } = await headwater(['build', '--base', base, '--output', join(folder, 'again'), '--json', ...args]);
    return (JSON.parse(stdout) as { digest: string }).digest;
  };
  const pushed = await fetch(`http://${registry}/v2/team/source-example/manifests/1`, {
    headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
  });
  expect(await build()).toBe(pushed.headers.get('docker-content-digest'));
  expect(await build('--no-compile-cache')).not.toBe(pushed.headers.get('docker-content-digest'));
});

test('the layer of the connector is under 200 kB, and holds one file', async () => {
  const entries = await unpackTar(await readFile(join(folder, 'image.tar')));
  const content = new Map(entries.map(({ header, data }) => [header.name, Buffer.from(data ?? '')]));
  const [{ Layers }] = JSON.parse(content.get('manifest.json')?.toString() ?? '') as [{ Layers: string[] }];
  const layer = content.get(Layers[1] ?? '') ?? Buffer.alloc(0);
  expect(layer.length).toBeLessThan(200_000);
  const files = await unpackTar(gunzipSync(layer));
  expect(files.map(({ header }) => header.name)).toEqual(['app/', 'app/main.cjs']);
});

test('containerd takes the archive, too, under the full name, as clusters of kind do', async () => {
  const socket = join(folder, 'engine/exec/containerd/containerd.sock');
  const ctr = (...args: string[]): Promise<ProgramRun> =>
    run('ctr', ['--address', socket, '--namespace', 'test', ...args]);
  const imported = await ctr('images', 'import', join(folder, 'image.tar'));
  expect([imported.exitCode, imported.stderr]).toEqual([0, '']);
  const { stdout } = await ctr('images', 'list', '--quiet');
  expect(stdout.split('\n')).toContain(images.headwater);
});
