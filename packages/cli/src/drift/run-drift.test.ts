import { startExampleApi } from '@headwater/example-api';
import { expect, onTestFinished, test } from 'vitest';
import { exampleProject } from '../../test/run-cli.ts';
import { type InProcessRun, projectWith, runInProcess } from '../../test/run-in-process.ts';
import type { DriftArguments } from '../commands/drift.ts';
import { runDrift } from './run-drift.ts';

const drift = (cwd: string, args: Partial<DriftArguments> = {}, json = false): Promise<InProcessRun> => {
  const defaults = { project: undefined, config: undefined, traceHttp: undefined, stream: [], limit: 500 };
  return runInProcess((context) => runDrift({ ...defaults, ...args }, context), { cwd, json });
};

/** A connector whose one stream gives these records. */
const connectorWith = (schema: object, records: readonly object[]): Promise<string> =>
  projectWith({
    'package.json': { name: 'source-small', version: '0.0.1', type: 'module', bin: './main.js' },
    'config.json': {},
    'main.js': `
      import { launch, Source, Stream } from ${JSON.stringify(import.meta.resolve('@headwater/cdk'))};
      class Orders extends Stream {
        name = 'orders';
        primaryKey = 'id';
        getJsonSchema() { return ${JSON.stringify(schema)}; }
        async *readPages() { yield ${JSON.stringify(records)}; }
      }
      class Small extends Source {
        spec() { return { connectionSpecification: { type: 'object', properties: {} } }; }
        streams() { return [new Orders()]; }
      }
      launch(new Small());`,
  });

test('all streams of an API, a row each; what is new is a warning', async () => {
  const api = await startExampleApi({ size: 40 });
  onTestFinished(() => api.close());
  const cwd = await exampleProject({ 'config.json': { api_url: `${api.url}/v1`, api_token: api.token } });
  api.faults.add({ path: '/v1/products', fault: { kind: 'status', status: 404 } });
  const { json, exitCode } = await drift(cwd, { limit: 20, stream: ['orders', 'products'] }, true);
  expect(exitCode).toBe(1);
  expect(json).toEqual({
    command: 'drift',
    ok: false,
    streams: [
      { stream: 'products', records: 0, error: expect.stringContaining('404'), drifts: [] },
      { stream: 'orders', records: 20, error: null, drifts: [] },
    ],
  });
});

test('what is critical fails, and stands first', async () => {
  const schema = { type: 'object', properties: { id: { type: 'integer' }, total: { type: 'number' } } };
  const fine = await connectorWith(schema, [{ id: 1, total: 1 }]);
  expect(await drift(fine)).toMatchObject({
    exitCode: 0,
    stdout: '  stream  records  result\n  orders        1  as its schema says\n\nThe API sends what the schemas say.\n',
  });
  const untyped = await connectorWith(schema, [{ id: 1, total: 1, reason: null }]);
  expect(await drift(untyped)).toMatchObject({
    exitCode: 0,
    stdout: [
      '  stream  records  result',
      '  orders        1  as its schema says',
      '',
      '  stream  field   drift  what',
      '  orders  reason  new    only null so far',
      '',
      'The API sends what the schemas say.',
      '',
    ].join('\n'),
  });
  const changed = await connectorWith(schema, [{ gift: true, id: 'a1', total: 1 }]);
  expect(await drift(changed)).toMatchObject({
    exitCode: 1,
    stdout: [
      '  stream  records  result',
      '  orders        1  1 critical, 1 to look at',
      '',
      '  stream  field  drift    what                       fails',
      '  orders  id     changed  integer → integer, string  primary key',
      '  orders  gift   new      boolean, in 1 of 1',
      '',
      '"headwater infer orders" shows how its schema must change.',
      '',
    ].join('\n'),
  });
});
