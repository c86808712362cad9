import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectWith, runInProcess } from '../../test/run-in-process.ts';
import type { TypesArguments } from '../commands/types.ts';
import { runTypes } from './run-types.ts';

const example = join(import.meta.dirname, '../../../source-example');

const order = {
  title: 'Order',
  type: 'object',
  additionalProperties: true,
  required: ['id'],
  properties: { id: { type: 'integer' }, note: { type: ['string', 'null'], description: 'By the customer.' } },
};
const spec = {
  connectionSpecification: {
    title: 'Shop',
    type: 'object',
    required: ['api_token'],
    properties: { api_token: { title: 'API token', type: 'string', airbyte_secret: true } },
  },
};

const types = (cwd: string, args: Partial<TypesArguments> & { json?: boolean } = {}) =>
  runInProcess((context) => runTypes({ project: undefined, check: false, watch: false, ...args }, context), {
    cwd,
    json: args.json ?? false,
  });

test('the committed types of the example connector are those of its schemas', async () => {
  expect(await types(example, { check: true })).toEqual({
    exitCode: 0,
    stdout: '6 files of types are what the schemas say.\n',
    stderr: '',
    json: undefined,
  });
});

describe('types', () => {
  test('writes a file for the config and one for each stream, and nothing the second time', async () => {
    const cwd = await projectWith({ 'spec.json': spec, 'schemas/order_events.json': order });
    const first = await types(cwd);
    expect(first.stdout).toBe('src/generated/config.ts written\nsrc/generated/order-events.ts written\n');
    expect(await readFile(join(cwd, 'src/generated/order-events.ts'), 'utf8')).toBe(
      [
        '// Generated from the JSON Schema: change that, then run `headwater types`.',
        '',
        'export interface Order {',
        '  id: number;',
        '  /**',
        '   * By the customer.',
        '   */',
        '  note?: string | null;',
        '}',
        '',
      ].join('\n'),
    );
    expect(await readFile(join(cwd, 'src/generated/config.ts'), 'utf8')).toContain(
      'export interface Config {\n  api_token: string;',
    );
    const { mtimeMs } = await stat(join(cwd, 'src/generated/config.ts'));
    expect((await types(cwd)).stdout).toBe('2 files of types are what the schemas say.\n');
    expect((await stat(join(cwd, 'src/generated/config.ts'))).mtimeMs).toBe(mtimeMs);
  });

  test('has an index signature where keys are data, and nowhere else', async () => {
    const open = { type: 'object', additionalProperties: true };
    const line = { ...open, properties: { properties: { type: 'object', properties: { x: { type: 'number' } } } } };
    const properties = {
      lines: { type: 'array', items: line },
      either: { oneOf: [{ ...line, title: 'A' }, { $ref: '#/definitions/b' }] },
      names: { type: 'object', properties: { en: { type: 'string' } }, additionalProperties: { type: 'string' } },
      anything: open,
    };
    const definitions = { b: { title: 'B', type: 'object', additionalProperties: {}, properties: { y: {} } } };
    const cwd = await projectWith({ 'schemas/orders.json': { ...open, title: 'Order', properties, definitions } });
    await types(cwd);
    const text = await readFile(join(cwd, 'src/generated/orders.ts'), 'utf8');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'export interface Order { lines?: { properties?: { x?: number; }; }[]; either?: A | B; ' +
        'names?: { en?: string; [k: string]: string | undefined; }; anything?: { [k: string]: unknown; }; } ' +
        'export interface A { properties?: { x?: number; }; } export interface B { y?: unknown; }',
    );
  });

  test('has none either where choices only say which fields are needed', async () => {
    const properties = { email: { type: 'string' }, phone: { type: 'string' } };
    const oneOf = [{ required: ['email'] }, { required: ['phone'] }];
    const contact = { type: 'object', properties, oneOf, allOf: [{ properties: { fax: { type: 'string' } } }] };
    const schema = { title: 'Person', type: 'object', properties: { contact }, anyOf: [{ required: ['contact'] }] };
    const cwd = await projectWith({ 'schemas/people.json': schema });
    await types(cwd);
    const text = await readFile(join(cwd, 'src/generated/people.ts'), 'utf8');
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'export interface Person { contact?: { fax?: string; } & { email?: string; phone?: string; }; }',
    );
  });

  test('a schema without a title gives its type the name that infer would give it', async () => {
    const { title: _, ...untitled } = order;
    const cwd = await projectWith({ 'schemas/order_events.json': untitled });
    await types(cwd);
    expect(await readFile(join(cwd, 'src/generated/order-events.ts'), 'utf8')).toContain(
      'export interface OrderEvent {',
    );
  });

  test('--check names what is missing, changed or stale, writes nothing and exits with 1', async () => {
    const cwd = await projectWith({ 'spec.json': spec, 'schemas/orders.json': order, 'schemas/lines.json': order });
    await types(cwd);
    await writeFile(join(cwd, 'src/generated/orders.ts'), 'edited');
    const generated = await readFile(join(cwd, 'src/generated/lines.ts'), 'utf8');
    await writeFile(join(cwd, 'src/generated/removed.ts'), generated);
    await writeFile(join(cwd, 'src/generated/by-hand.ts'), 'export {};\n');
    await writeFile(join(cwd, 'schemas/customers.json'), JSON.stringify(order));
    const { exitCode, json } = await types(cwd, { check: true, json: true });
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ command: 'types', ok: false, check: true });
    expect(json.files.map(({ path, state }: any) => [path.split('/').at(-1), state])).toEqual([
      ['config.ts', 'current'],
      ['customers.ts', 'missing'],
      ['lines.ts', 'current'],
      ['orders.ts', 'changed'],
      ['removed.ts', 'stale'],
    ]);
    expect(await readFile(join(cwd, 'src/generated/orders.ts'), 'utf8')).toBe('edited');
    expect((await types(cwd, { check: true })).stdout).toBe(
      [
        'src/generated/customers.ts is missing',
        'src/generated/orders.ts is not what its schema says',
        'src/generated/removed.ts has no schema',
        'Run "headwater types" and commit what it writes.\n',
      ].join('\n'),
    );
  });

  test('the file of a schema that is gone is removed; one that it has not made stays', async () => {
    const cwd = await projectWith({ 'spec.json': spec, 'src/generated/by-hand.ts': 'export {};\n' });
    await types(cwd);
    const text = await readFile(join(cwd, 'src/generated/config.ts'), 'utf8');
    await writeFile(join(cwd, 'src/generated/orders.ts'), text);
    expect((await types(cwd)).stdout).toBe('src/generated/orders.ts removed: its schema is gone\n');
    expect((await readdir(join(cwd, 'src/generated'))).toSorted()).toEqual(['by-hand.ts', 'config.ts']);
  });

  test('line ends of Windows are no difference', async () => {
    const cwd = await projectWith({ 'spec.json': spec });
    await types(cwd);
    const path = join(cwd, 'src/generated/config.ts');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'));
    expect((await types(cwd, { check: true })).exitCode).toBe(0);
  });
});

describe('what it cannot make types of is said', () => {
  const failure = async (files: Record<string, object | string>): Promise<string> => {
    const cwd = await projectWith(files);
    const error: Error = await types(cwd).then(
      () => expect.unreachable(),
      (thrown: Error) => thrown,
    );
    expect(error.name).toBe('CommandError');
    return error.message.replaceAll(cwd, '.').replaceAll('\\', '/');
  };

  test.each([
    ['neither spec nor schemas', {}, '. has neither a spec.json nor a schema in schemas/'],
    ['no JSON', { 'schemas/orders.json': '{' }, /^Schema file \.\/schemas\/orders\.json is not valid JSON/],
    ['a list', { 'schemas/orders.json': [] }, 'Schema file ./schemas/orders.json must hold a JSON object'],
    [
      'a spec without settings',
      { 'spec.json': {} },
      'Spec file ./spec.json must hold an object with a connectionSpecification',
    ],
    [
      'a reference that leads nowhere',
      { 'schemas/orders.json': { properties: { id: { $ref: '#/definitions/id' } } } },
      /^Schema file \.\/schemas\/orders\.json is not a valid JSON Schema: .*definitions/,
    ],
    [
      'two streams of one file name',
      { 'schemas/order_lines.json': order, 'schemas/order-lines.json': order },
      './schemas/order-lines.json and ./schemas/order_lines.json would both become order-lines.ts: rename one of them',
    ],
    [
      'a stream named as the config',
      { 'spec.json': spec, 'schemas/config.json': order },
      './spec.json and ./schemas/config.json would both become config.ts: rename one of them',
    ],
  ])('%s', async (_, files, message) => {
    expect(await failure(files)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });
});
