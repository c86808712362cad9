import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startExampleApi } from '@headwater/example-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { exampleProject } from '../../test/run-cli.ts';
import { type InProcessRun, projectWith, runInProcess } from '../../test/run-in-process.ts';
import type { InferArguments } from '../commands/infer.ts';
import { runInfer } from './run-infer.ts';

const defaults: InferArguments = {
  project: undefined,
  config: undefined,
  traceHttp: undefined,
  stream: 'orders',
  limit: 500,
  from: [],
  fromOpenapi: undefined,
  path: undefined,
  operation: undefined,
  schema: undefined,
  recordPath: undefined,
  narrow: false,
  enums: false,
  write: false,
};

const infer = (cwd: string, args: Partial<InferArguments> = {}, json = false): Promise<InProcessRun> =>
  runInProcess((context) => runInfer({ ...defaults, ...args }, context), { cwd, json });

const lines = (records: readonly object[]): string => records.map((record) => JSON.stringify(record)).join('\n');

const readSchema = async (cwd: string, file = 'schemas/orders.json'): Promise<any> =>
  JSON.parse(await readFile(join(cwd, file), 'utf8'));

describe('records in a file', () => {
  test('airbyte#34415: a field that one record of 5,000 has is found, and its coverage is shown', async () => {
    const records = Array.from({ length: 5000 }, (_item, id) =>
      id === 4873 ? { id, refund: { reason: 'late' } } : { id },
    );
    const cwd = await projectWith({ 'orders.jsonl': lines(records) });
    const { stdout } = await infer(cwd, { from: ['orders.jsonl'], write: true });
    expect(stdout).toContain('orders: 5,000 records\n');
    expect(stdout).toMatch(/\n  refund +1 of 5,000  object\n  refund\.reason +100 %  string\n/);
    expect((await readSchema(cwd)).properties.refund).toEqual({
      type: 'object',
      additionalProperties: true,
      properties: { reason: { type: 'string' } },
    });
  });

  test('a new schema is shown as a table, and only --write writes it, as the project formats its files', async () => {
    const cwd = await projectWith({
      'orders.json': [
        { id: 2 ** 53, at: '2024-01-01T00:00:00Z', tags: ['a'], note: null, gone: null },
        { id: 1, at: '2024-01-01T00:00:00Z', tags: [], note: 'x' },
      ],
      '.prettierrc': { tabWidth: 4 },
    });
    await writeFile(
      join(cwd, 'orders.json'),
      (await readFile(join(cwd, 'orders.json'), 'utf8')).replace('9007199254740992', '9007199254740993'),
    );
    const shown = await infer(cwd, { from: ['orders.json'] });
    expect(shown.stdout).toBe(
      [
        'orders: 2 records',
        '',
        '  field   seen   null  type             note',
        '  id     100 %         integer          beyond 2^53',
        '  at     100 %         date-time',
        '  tags   100 %         array of string',
        '  note   100 %   50 %  string',
        '  gone    50 %  100 %  null             left out: only null so far',
        '',
        'Nothing is written. --write makes schemas/orders.json.',
        '',
      ].join('\n'),
    );
    expect(await readdir(cwd)).not.toContain('schemas');
    const written = await infer(cwd, { from: ['orders.json'], write: true });
    expect(written.stdout).toMatch(/\nschemas\/orders\.json is written\. "headwater types" makes its TypeScript\.\n$/);
    expect(await readFile(join(cwd, 'schemas/orders.json'), 'utf8')).toBe(`{
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Order",
    "type": "object",
    "additionalProperties": true,
    "properties": {
        "id": {
            "type": "integer"
        },
        "at": {
            "type": "string",
            "format": "date-time"
        },
        "tags": {
            "type": "array",
            "items": {
                "type": "string"
            }
        },
        "note": {
            "type": ["string", "null"]
        }
    }
}
`);
  });

  test('a schema that is there is merged: the diff shows what changes, and what could be narrower stays', async () => {
    const schema = {
      title: 'Order',
      type: 'object',
      properties: {
        id: { type: 'integer' },
        note: { type: ['string', 'null'], description: 'By hand.' },
        old: { type: 'string' },
        code: { type: 'string', pattern: '^[A-Z]{3}$' },
      },
    };
    const cwd = await projectWith({
      'schemas/orders.json': schema,
      'orders.jsonl': lines([
        { id: 1, note: 'x', code: 'eur' },
        { id: 1.5, note: 'y', code: 'USD' },
      ]),
    });
    const { stdout } = await infer(cwd, { from: ['orders.jsonl'], write: true });
    expect(stdout).toMatch(
      /\n  id +100 %  number  integer → number\n  note +100 %  string  could be: string, null → string\n/,
    );
    expect(stdout).toContain('\n--- schemas/orders.json\n+++ schemas/orders.json\n@@ ');
    expect(stdout).toContain('\n-      "type": "integer"\n+      "type": "number"\n');
    expect(stdout).toContain(
      'code must match pattern "^[A-Z]{3}$", says the schema: 1 of 2 records break that. Change it by hand.\n',
    );
    expect(stdout).toContain('In the schema, but not found: old\n');
    expect(stdout).toContain('The schema allows more than was found in 1 place; --narrow takes that from it.\n');
    const { id, ...rest } = (await readSchema(cwd)).properties;
    expect(id).toEqual({ type: 'number' });
    expect(rest).toEqual({ note: schema.properties.note, old: schema.properties.old, code: schema.properties.code });
  });

  test('when the schema allows all of it, its file is not touched', async () => {
    const text = '{"type":"object",   "properties":{"id":{"type":"integer"}}}';
    const cwd = await projectWith({ 'schemas/orders.json': text, 'orders.jsonl': '{"id":1}' });
    const { stdout } = await infer(cwd, { from: ['orders.jsonl'], write: true });
    expect(stdout).toMatch(/\nschemas\/orders\.json allows all of it\.\n$/);
    expect(await readFile(join(cwd, 'schemas/orders.json'), 'utf8')).toBe(text);
  });

  test('--json has the whole of it', async () => {
    const records = Array.from({ length: 40 }, (_item, id) => ({
      id,
      status: id % 2 === 0 ? 'open' : 'done',
      at: null,
    }));
    const cwd = await projectWith({ 'orders.jsonl': lines(records) });
    const { json } = await infer(cwd, { from: ['orders.jsonl'] }, true);
    expect(json).toEqual({
      command: 'infer',
      ok: true,
      stream: 'orders',
      label: '40 records',
      records: 40,
      fields: [
        { field: 'id', seen: 40, of: 40, nulls: 0, types: ['integer'], itemTypes: [], bigIntegers: 0 },
        { field: 'status', seen: 40, of: 40, nulls: 0, types: ['string'], itemTypes: [], bigIntegers: 0 },
        { field: 'at', seen: 40, of: 40, nulls: 40, types: ['null'], itemTypes: [], bigIntegers: 0 },
      ],
      changes: [
        { kind: 'added', field: 'id', text: 'integer', isWritten: true },
        { kind: 'added', field: 'status', text: 'string', isWritten: true },
        { kind: 'untyped', field: 'at', text: 'never anything but null', isWritten: false },
      ],
      enums: { status: ['done', 'open'] },
      leftOff: [],
      brokenRules: [],
      diff: expect.stringContaining('+++ schemas/orders.json'),
      file: join(cwd, 'schemas/orders.json'),
      maps: [],
      hasMoreEnums: true,
      isNew: true,
      isWritten: false,
      schema: expect.objectContaining({ title: 'Order' }),
    });
  });

  test('with very many fields those about which there is nothing to say are counted', async () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_item, index) => [`f${index}`, index]));
    const cwd = await projectWith({ 'orders.jsonl': lines([wide, { ...wide, sparse: 1 }]) });
    const { stdout } = await infer(cwd, { from: ['orders.jsonl'] });
    expect(stdout).toMatch(/\n  sparse +50 %  integer\n  and 60 fields of which there is nothing more to say\n/);
    expect(stdout.split('\n').length).toBeLessThan(15);
  });
});

describe('records of the connector', () => {
  test('its key and cursor become required; a long sample is read over several pages', async () => {
    const api = await startExampleApi({ size: 300 });
    onTestFinished(() => api.close());
    const cwd = await exampleProject({ 'config.json': { api_url: `${api.url}/v1`, api_token: api.token } });
    const { stdout, exitCode } = await infer(cwd, { limit: 150, write: true });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^orders: 150 records\n/);
    const schema = await readSchema(cwd);
    expect(schema).toMatchObject({ title: 'Order', additionalProperties: true, required: ['id', 'updated_at'] });
    expect(schema.properties.shipping_address.properties.geo.type).toEqual(['object', 'null']);
    expect(stdout).not.toContain(api.token);
  });

  test('a stream that does not exist, or whose API fails, is said', async () => {
    const api = await startExampleApi({ size: 10 });
    onTestFinished(() => api.close());
    const cwd = await exampleProject({ 'config.json': { api_url: `${api.url}/v1`, api_token: api.token } });
    await expect(infer(cwd, { stream: 'invoices' })).rejects.toThrow('No stream "invoices". Streams: customers');
    api.faults.add({ path: '/v1/orders', fault: { kind: 'status', status: 404 } });
    await expect(infer(cwd)).rejects.toThrow(/^Stream orders failed: .*404/);
  });

  test('before the schema has a key, discover fails: the stream is read by its name, and its key is asked for afterwards', async () => {
    const api = await startExampleApi({ size: 10 });
    onTestFinished(() => api.close());
    const cdk = JSON.stringify(import.meta.resolve('@headwater/cdk'));
    const cwd = await projectWith({
      'package.json': { name: 'source-new', version: '0.0.1', type: 'module', bin: './main.ts' },
      'config.json': {},
      'main.ts': `
        import { HttpClient, HttpStream, launch, Source } from ${cdk};
        import schema from './schemas/orders.json' with { type: 'json' };
        class Orders extends HttpStream {
          name = 'orders';
          primaryKey = 'id';
          cursorField = 'updated_at';
          recordPath = 'data';
          getJsonSchema() { return schema; }
          requestHeaders() { return { authorization: 'Bearer ${api.token}' }; }
          path() { return '/orders'; }
        }
        class New extends Source {
          spec() { return { connectionSpecification: { type: 'object', properties: {} } }; }
          streams() { return [new Orders(new HttpClient({ urlBase: '${api.url}/v1' }))]; }
        }
        launch(new New());`,
    });
    await expect(infer(cwd)).rejects.toThrow(
      `The connector imports ${join(cwd, 'schemas/orders.json')}, which does not exist yet. Write { "type": "object" } into it`,
    );
    const stub = await projectWith({
      'package.json': await readFile(join(cwd, 'package.json'), 'utf8'),
      'main.ts': await readFile(join(cwd, 'main.ts'), 'utf8'),
      'config.json': {},
      'schemas/orders.json': { type: 'object' },
    });
    const { stdout } = await infer(stub, { write: true });
    expect(stdout).not.toContain('required');
    const schema = await readSchema(stub);
    expect(Object.keys(schema)).toEqual(['$schema', 'title', 'type', 'additionalProperties', 'required', 'properties']);
    expect(schema.required).toEqual(['id', 'updated_at']);
  });

  test('a schema of another stream that says nothing yet is no reason to leave out what is required', async () => {
    const cdk = JSON.stringify(import.meta.resolve('@headwater/cdk'));
    const cwd = await projectWith({
      'package.json': { name: 'source-new', version: '0.0.1', type: 'module', bin: './main.js' },
      'config.json': {},
      'schemas/orders.json': { type: 'object' },
      'main.js': `
        import { readFileSync } from 'node:fs';
        import { launch, Source, Stream } from ${cdk};
        class List extends Stream {
          constructor(name, key) { super(); this.name = name; this.primaryKey = key; }
          getJsonSchema() {
            if (this.name !== 'orders') return { type: 'object' };
            return JSON.parse(readFileSync(new URL('schemas/orders.json', import.meta.url)));
          }
          async *readPages() { yield [{ id: 1 }]; }
        }
        class New extends Source {
          spec() { return { connectionSpecification: { type: 'object', properties: {} } }; }
          streams() { return [new List('lines', 'number'), new List('orders', 'id')]; }
        }
        launch(new New());`,
    });
    await infer(cwd, { write: true });
    expect((await readSchema(cwd)).required).toEqual(['id']);
  });

  test('what the connector does not tell is said: nothing is required', async () => {
    const cwd = await projectWith({
      'package.json': { name: 'source-new', version: '0.0.1', type: 'module', bin: './main.ts' },
      'config.json': {},
      'main.ts': `
        const record = { type: 'RECORD', record: { stream: 'orders', emitted_at: 1, data: { id: 1 } } };
        if (process.argv[2] === 'read') console.log(JSON.stringify(record));
        else process.exitCode = 1;`,
    });
    const { stdout } = await infer(cwd, { write: true });
    expect(stdout).toContain(
      '"required" is missing: what the key and the cursor of orders are, the connector does not tell (discover failed: it exited with 1). Add it by hand.\n',
    );
  });

  test('an object that looks like a map is named; once the schema has it as one, its keys are not listed', async () => {
    const records = Array.from({ length: 60 }, (_item, id) => ({ id, metadata: { [`ref_${id}`]: 'x' } }));
    const cwd = await projectWith({ 'orders.jsonl': lines(records) });
    const first = await infer(cwd, { from: ['orders.jsonl'], write: true });
    expect(first.stdout).toContain(
      'metadata looks like a map: its 60 keys differ from record to record. In place of its properties, write "additionalProperties": { "type": "string" }.\n',
    );
    const schema = await readSchema(cwd);
    schema.properties.metadata = { type: 'object', additionalProperties: { type: 'string' } };
    await writeFile(join(cwd, 'schemas/orders.json'), JSON.stringify(schema));
    const { stdout } = await infer(cwd, { from: ['orders.jsonl'] });
    expect(stdout).toBe(
      [
        'orders: 60 records',
        '',
        '  field      seen  type',
        '  id        100 %  integer',
        '  metadata  100 %  object',
        '',
        'schemas/orders.json allows all of it.',
        '',
      ].join('\n'),
    );
  });

  test('--enums is offered where it would change something', async () => {
    const records = Array.from({ length: 40 }, (_item, id) => ({ id, status: id % 2 === 0 ? 'open' : 'closed' }));
    const cwd = await projectWith({ 'orders.jsonl': lines(records) });
    const offers = async (args: Partial<InferArguments>): Promise<boolean> =>
      (await infer(cwd, { from: ['orders.jsonl'], ...args })).stdout.includes('become enums by --enums');
    expect([await offers({}), await offers({ enums: true, write: true }), await offers({})]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('an OpenAPI document', () => {
  const openapi = `
openapi: 3.0.3
paths:
  /orders:
    get:
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { $ref: '#/components/schemas/SalesOrder' } }
components:
  schemas:
    SalesOrder:
      type: object
      required: [id]
      properties:
        id: { type: integer, format: int64, description: Its number. }
        note: { type: string, nullable: true }
        status: { type: string, enum: [open, paid] }
`;

  test('is where a schema begins', async () => {
    const cwd = await projectWith({ 'openapi.yaml': openapi });
    const { stdout } = await infer(cwd, { fromOpenapi: 'openapi.yaml', write: true });
    expect(stdout).toBe(
      [
        'orders: GET /orders of openapi.yaml, records at data',
        '',
        '  field   type          note',
        '  id      integer',
        '  note    string, null',
        '  status  string        only open, paid',
        '',
        'Fields with few different texts become enums by --enums.',
        'schemas/orders.json is written. "headwater types" makes its TypeScript.',
        '',
      ].join('\n'),
    );
    expect(await readSchema(cwd)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'SalesOrder',
      type: 'object',
      additionalProperties: true,
      properties: {
        id: { description: 'Its number.', type: 'integer' },
        note: { type: ['string', 'null'] },
        status: { type: 'string' },
      },
    });
  });

  test('is no reason to give up what is required, or a format, of which it says nothing', async () => {
    const schema = {
      type: 'object',
      required: ['id', 'status'],
      properties: {
        id: { type: 'integer' },
        note: { type: ['string', 'null'], format: 'uri' },
        status: { type: 'string' },
      },
    };
    const cwd = await projectWith({ 'openapi.yaml': openapi, 'schemas/orders.json': schema });
    await infer(cwd, { fromOpenapi: 'openapi.yaml', write: true });
    expect(await readSchema(cwd)).toEqual({
      ...schema,
      properties: { ...schema.properties, id: { description: 'Its number.', type: 'integer' } },
    });
  });
});
