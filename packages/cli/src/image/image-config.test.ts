import { expect, test } from 'vitest';
import { connectorConfig } from './image-config.ts';
import { makeLayer } from './layer.ts';
import type { ImageConfig } from './oci.ts';

const base: ImageConfig = {
  os: 'linux',
  architecture: 'amd64',
  config: {
    Env: ['PATH=/usr/bin', 'NODE_VERSION=26.0.0', 'NODE_COMPILE_CACHE=/old', 'EMPTY=', 'PAIRS=a=b'],
    Cmd: ['node'],
    Entrypoint: ['docker-entrypoint.sh'],
    WorkingDir: '/home',
    Labels: { maintainer: 'Node' },
  },
  rootfs: { type: 'layers', diff_ids: ['sha256:1'] },
  history: [{ created_by: 'base' }],
};

test('C6: labels, entrypoint and AIRBYTE_ENTRYPOINT stand on what the base says', async () => {
  const layer = await makeLayer({ 'app/main.cjs': Buffer.from('x') }, { createdBy: 'us', time: new Date(0) });
  const config = connectorConfig(base, {
    name: 'team/source-shop',
    version: '1.2.3',
    layers: [layer],
    created: new Date(0),
  });
  expect(config).toEqual({
    os: 'linux',
    architecture: 'amd64',
    created: '1970-01-01T00:00:00.000Z',
    config: {
      User: '1000:1000',
      Env: [
        'PATH=/usr/bin',
        'NODE_VERSION=26.0.0',
        'NODE_COMPILE_CACHE=/app/compile-cache',
        'EMPTY=',
        'PAIRS=a=b',
        'NODE_COMPILE_CACHE_PORTABLE=1',
        'AIRBYTE_ENTRYPOINT=node --max-semi-space-size=8 /app/main.cjs',
      ],
      Entrypoint: ['node', '--max-semi-space-size=8', '/app/main.cjs'],
      WorkingDir: '/home',
      Labels: { maintainer: 'Node', 'io.airbyte.name': 'team/source-shop', 'io.airbyte.version': '1.2.3' },
    },
    rootfs: { type: 'layers', diff_ids: ['sha256:1', layer.diffId] },
    history: [{ created_by: 'base' }, { created: '1970-01-01T00:00:00.000Z', created_by: 'us' }],
  });
});

test('a base that says nothing, as Docker has it', () => {
  const { config } = connectorConfig(
    { ...base, config: { Env: null, Labels: null } },
    { name: 'team/source-shop', version: '1.2.3', layers: [], created: new Date(0) },
  );
  expect(config).toMatchObject({ Env: { length: 3 }, Labels: { 'io.airbyte.version': '1.2.3' } });
});
