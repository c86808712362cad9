import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuredCatalog, type ConnectorRun, runConnector, type RunConnectorOptions } from '../src/testing/index.ts';
import { expectProtocolLine } from './protocol-schema.ts';

const entry = join(import.meta.dirname, 'fixtures/odd-source.ts');
const config = { api_token: 'secret-token' };
const exec = promisify(execFile);

async function run(command: string, options: RunConnectorOptions = {}): Promise<ConnectorRun> {
  const result = await runConnector(entry, command, options);
  for (const line of result.lines) expectProtocolLine(line);
  return result;
}

function read(stream: string, options: RunConnectorOptions = {}): Promise<ConnectorRun> {
  return run('read', { config, catalog: configuredCatalog({ [stream]: 'full_refresh' }), ...options });
}

describe('usage', () => {
  const usage = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    try {
      return { code: 0, ...(await exec(process.execPath, [entry, ...args])) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  };

  test.each([
    [[], 'Name a command: spec, check, discover or read.'],
    [['raed'], 'Did you mean read?'],
    [['spec', '--config'], 'Unknown argument: config'],
    [['check'], 'Missing required argument: config'],
    [['read', '--config', 'c.json'], 'Missing required argument: catalog'],
    [['check', '--config'], 'Not enough arguments following: config'],
    [['check', '--config='], '--config must not be empty'],
    [['check', '--config', 'c.json', '--trace-http', ''], '--trace-http must not be empty'],
    [['check', '--config', 'c.json', '--config.a=b'], 'Unknown argument: config.a'],
    [['check', '--no-config'], 'Missing required argument: config'],
    [
      ['read', '--config', 'c.json', '--catalog', 'k.json', '--concurrency', '99999999999'],
      '--concurrency must be a whole number from 1 to 1000',
    ],
  ])('P3: %j is wrong usage: exit 2, said on stderr, nothing on stdout', async (args, message) => {
    const { code, stdout, stderr } = await usage(...args);
    expect(stderr).toBe(`${message}\nRun "odd-source --help" for the commands and their options.\n`);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('P2: --help names every command', async () => {
    const { code, stdout } = await usage('--help');
    expect(code).toBe(0);
    for (const command of ['spec', 'check', 'discover', 'read'])
      expect(stdout).toMatch(new RegExp(`odd-source ${command} +[A-Z]`));
  });

  test('P2: AIRBYTE_ENTRYPOINT is the name of the program', async () => {
    const { stdout } = await exec(process.execPath, [entry, 'read', '--help'], {
      env: { ...process.env, AIRBYTE_ENTRYPOINT: 'node /airbyte/main.js' },
    });
    expect(stdout).toContain('node /airbyte/main.js read');
    expect(stdout).toContain('--state');
  });
});

describe('input files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'input-'));
    await writeFile(join(folder, 'config.txt'), `\uFEFF${JSON.stringify(config)}`);
    await writeFile(join(folder, 'empty.json'), ' \n');
    await writeFile(join(folder, 'broken.json'), '{\n  "api_token": "secret-token",\n  oops\n}');
    await writeFile(join(folder, 'cut.json'), '{ "api_token": "secret-tok');
    await writeFile(join(folder, 'list.json'), '[]');
    await writeFile(
      join(folder, 'catalog.txt'),
      '{"streams":[{"stream":{"name":"good","namespace":null},"sync_mode":"full_refresh","cursor_field":null,"generation_id":3}]}',
    );
    await writeFile(join(folder, 'mode.json'), '{"streams":[{"stream":{"name":"good"},"sync_mode":"sideways"}]}');
    await writeFile(
      join(folder, 'nulls.json'),
      '[{"type":"STREAM","stream":{"stream_descriptor":{"name":"good","namespace":null},"stream_state":null},"global":null,"data":null}]',
    );
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);

  test.each([
    ['missing.json', 'does not exist'],
    ['', 'is a directory'],
    ['empty.json', 'is empty'],
    ['broken.json', 'is not valid JSON: it breaks at line 3, column 3'],
    ['cut.json', 'is not valid JSON: it ends too early'],
  ])('F: a config file that is no JSON (%s) is a config_error that names it', async (name, problem) => {
    const result = await run('check', { args: ['--config', file(name)] });
    expect(result.errors.map(({ message, failure_type: type }) => ({ message, type }))).toEqual([
      { message: `Config file ${file(name)} ${problem}`, type: 'config_error' },
    ]);
    expect(result.exitCode).toBe(1);
    expect(result.lines.join('\n')).not.toContain('secret-tok');
  });

  test.each([
    ['list.json', `Catalog file LIST must be a configured catalog, an object with a list of "streams": got array`],
    ['mode.json', `Catalog file LIST: streams[0].sync_mode must be "full_refresh" or "incremental", got "sideways"`],
  ])('F: a catalog of the wrong shape (%s) is a config_error that names the place', async (name, message) => {
    const result = await run('read', { config, args: ['--catalog', file(name)] });
    expect(result.errors[0]?.message).toBe(message.replace('LIST', file(name)));
    expect(result.exitCode).toBe(1);
  });

  test('P2, P10: names carry no meaning, nulls are as good as absent, unknown keys are passed by', async () => {
    const result = await run('read', {
      args: ['--config', file('config.txt'), '--catalog', file('catalog.txt'), '--state', file('nulls.json')],
    });
    expect(result.exitCode).toBe(0);
    expect(result.records()).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
  });
});

describe('messages and exit codes', () => {
  test('P3: spec gives one SPEC and exits with 0', async () => {
    const result = await run('spec');
    expect(result.messages.map(({ type }) => type)).toEqual(['SPEC']);
    expect(result.exitCode).toBe(0);
  });

  test.each([
    ['secret-token', [{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } }], 0],
    [
      'wrong-token',
      [{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message: 'The token is not known' } }],
      0,
    ],
  ])('C2: check with %s', async (token, messages, exitCode) => {
    const result = await run('check', { config: { api_token: token } });
    expect(result.messages).toEqual(messages);
    expect(result.exitCode).toBe(exitCode);
  });

  test('C2: a defect during check gives exactly one TRACE, no status, and exit 1', async () => {
    const result = await run('check', { config: { api_token: 'defect-token' } });
    expect(result.messages.map(({ type }) => type)).toEqual(['TRACE']);
    expect(result.errors[0]).toMatchObject({
      message: 'The connector failed unexpectedly: TypeError: a defect',
      failure_type: 'system_error',
    });
    expect(result.exitCode).toBe(1);
  });

  test('P11: an invalid config is FAILED in check, a config_error in discover and read', async () => {
    const message = 'The config is not valid: "api_token" must be a string';
    const check = await run('check', { config: { api_token: 7 } });
    expect(check.messages).toEqual([{ type: 'CONNECTION_STATUS', connectionStatus: { status: 'FAILED', message } }]);
    expect(check.exitCode).toBe(0);
    for (const command of ['discover', 'read']) {
      const catalog = configuredCatalog({ good: 'full_refresh' });
      const result = await run(command, { config: { api_token: 7 }, ...(command === 'read' ? { catalog } : {}) });
      expect(result.errors).toMatchObject([{ message, failure_type: 'config_error' }]);
      expect(result.exitCode).toBe(1);
    }
  });

  test('discover --stream describes one stream, and says which there are when it does not exist', async () => {
    const one = await run('discover', { config, args: ['--stream', 'good'] });
    const names = one.messages.flatMap((message) =>
      message.type === 'CATALOG' ? message.catalog.streams.map(({ name }) => name) : [],
    );
    expect(new Set(names)).toEqual(new Set(['good']));
    const none = await run('discover', { config, args: ['--stream', 'bad'] });
    expect(none.errors[0]).toMatchObject({
      message: expect.stringMatching(/^No stream "bad"\. Streams: good, /),
      failure_type: 'config_error',
    });
  });

  test('P1, P12: what a connector prints becomes LOG messages without secrets, and stderr has none either', async () => {
    const result = await read('chatty');
    expect(result.logs('INFO')).toContain('a line for stdout with ****');
    expect(result.logs('INFO')).toContain('no line end');
    expect(result.stderr).toBe('a line for stderr with ****\n');
    expect(result.exitCode).toBe(0);
  });

  test('P1, P3: a library that ends or destroys stdout and stderr harms neither, and what it piped there is logged', async () => {
    const result = await read('ends_output');
    expect(result.logs('INFO').filter((line) => !line.includes('"ends_output"'))).toEqual([
      'piped',
      'with ****',
      'ended',
      'printed after the end',
    ]);
    expect(result.stderr).toBe('ended with ****\nalso with ****\n');
    expect(result.records('ends_output')).toEqual([{ id: 0 }, { id: 1 }]);
    expect(result.statuses('ends_output')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(result.exitCode).toBe(0);
  });

  test('P12: what goes round process.stderr has no secrets either', async () => {
    const result = await read('raw');
    expect(result.stderr).toBe("raw { token: '****' }\n");
  });

  test('P12: a secret does not leave in an error, also not URL-encoded', async () => {
    const token = 'sëcret/token+with spaces';
    const result = await read('throws', { config: { api_token: token } });
    const said = result.lines.filter((line) => !line.startsWith('{"type":"RECORD"')).join('\n') + result.stderr;
    expect(said).toContain('token ****');
    expect(said).not.toContain(encodeURIComponent(token));
    expect(said).not.toContain(token);
  });

  test('P5, P6, P7: a stream with a namespace says it in every message', async () => {
    const catalog = { streams: [{ stream: { name: 'good', namespace: 'shop' }, syncMode: 'full_refresh' as const }] };
    const result = await run('read', { config, catalog });
    const descriptor = { name: 'good', namespace: 'shop' };
    expect(result.messages.filter(({ type }) => type !== 'LOG')).toMatchObject([
      { trace: { stream_status: { stream_descriptor: descriptor, status: 'STARTED' } } },
      { trace: { stream_status: { stream_descriptor: descriptor, status: 'RUNNING' } } },
      ...[0, 1, 2, 3, 4].map((id) => ({ record: { stream: 'good', namespace: 'shop', data: { id } } })),
      {
        state: {
          stream: { stream_descriptor: descriptor, stream_state: { __ab_no_cursor_state_message: true } },
          sourceStats: { recordCount: 5 },
        },
      },
      { trace: { stream_status: { stream_descriptor: descriptor, status: 'COMPLETE' } } },
    ]);
  });

  test('P7: an empty stream runs before it is complete', async () => {
    const result = await read('empty');
    expect(result.statuses('empty')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(result.states('empty')).toEqual([{ __ab_no_cursor_state_message: true }]);
  });

  test('P15: an integer beyond 2^53 leaves digit for digit', async () => {
    const result = await read('big');
    expect(result.lines.find((line) => line.includes('"RECORD"'))).toContain('"data":{"id":9223372036854775807}}}');
  });

  test('P15, I4: a cursor beyond 2^53 goes digit for digit into the state, and out of it', async () => {
    const catalog = configuredCatalog({ counting: 'incremental' });
    const first = await run('read', { config, catalog });
    expect(first.lines.find((line) => line.includes('"STATE"'))).toContain('"stream_state":{"id":9007199254740995}');
    const second = await run('read', { config, catalog, state: first.state });
    expect(second.records('counting')).toEqual([{ id: 9_007_199_254_740_995n }, { id: 9_007_199_254_740_997n }]);
  });

  test.each([
    [
      'circular',
      1,
      'A record of stream "circular" on page 1 cannot be written as JSON: Converting circular structure to JSON',
    ],
    [
      'scalar',
      0,
      'A record of stream "scalar" on page 1 cannot be written as JSON: a record must be an object, got "text"',
    ],
    ['no_page', 0, 'readPages of stream "no_page" must yield pages, each a list of records, got number as page 1'],
    ['throws', 2, 'The connector failed unexpectedly: TypeError: undefined is not a function, token ****'],
  ])(
    'F, P8: the stream "%s" fails with a system_error, keeps the %i records before it, and the exit is 1',
    async (stream, kept, message) => {
      const result = await read(stream);
      expect(result.errors).toMatchObject([
        { message, failure_type: 'system_error', stream_descriptor: { name: stream } },
      ]);
      expect(result.errors[0]?.stack_trace).toContain('at ');
      expect(result.records(stream)).toHaveLength(kept);
      expect(result.statuses(stream).at(-1)).toBe('INCOMPLETE');
      expect(result.exitCode).toBe(1);
    },
  );

  test('P8, P9: streams that fail or are not there do not keep the others from being read', async () => {
    const result = await run('read', {
      config,
      catalog: configuredCatalog({ refuses: 'full_refresh', nowhere: 'full_refresh', good: 'full_refresh' }),
      args: ['--concurrency', '1'],
    });
    expect(result.errors).toMatchObject([
      {
        message: 'The API is being rebuilt',
        internal_message: 'see ticket 7',
        failure_type: 'transient_error',
        stream_descriptor: { name: 'refuses' },
      },
      {
        message: expect.stringMatching(
          /^Stream "nowhere" is not in this source\. Available streams: good, empty, shop\.good, chatty/,
        ),
        failure_type: 'config_error',
        stream_descriptor: { name: 'nowhere' },
      },
    ]);
    expect(result.statuses('nowhere')).toEqual(['INCOMPLETE']);
    expect(result.statuses('good')).toEqual(['STARTED', 'RUNNING', 'COMPLETE']);
    expect(result.logs('ERROR')).toEqual(['Streams that failed (2 of 3): refuses, nowhere']);
    expect(result.exitCode).toBe(1);
  });

  test('P10: incremental asked of a stream without a cursor is full refresh, with one LOG line', async () => {
    const result = await read('good', { catalog: configuredCatalog({ good: 'incremental' }) });
    expect(result.logs().filter((line) => line.includes('full refresh'))).toEqual([
      'Stream "good" has no cursor field: it is read as full refresh',
    ]);
    expect(result.exitCode).toBe(0);
  });

  test.each(['rejects', 'stuck'])(
    'a stream that can never end ("%s") is an error, not a silent success',
    async (stream) => {
      const result = await read(stream);
      expect(result.errors[0]?.message).toBe(
        stream === 'rejects'
          ? 'The connector failed unexpectedly: Error: nobody waits for me'
          : 'The connector failed unexpectedly: Error: it waits for something that can no longer happen',
      );
      expect(result.statuses(stream).at(-1)).toBe('INCOMPLETE');
      expect(result.exitCode).toBe(1);
    },
  );

  test('many rejections that nobody handles give one TRACE, and no secret on stderr', async () => {
    const result = await read('rejects_often');
    expect(result.errors.map(({ message }) => message)).toEqual([
      'The connector failed unexpectedly: Error: rejection 0 with ****',
    ]);
    expect(result.stderr).toBe('');
    expect(result.statuses('rejects_often').at(-1)).toBe('INCOMPLETE');
    expect(result.exitCode).toBe(1);
  });

  test('P3: a process.exit() inside a connector is no success', async () => {
    const result = await read('exits');
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toBe('The connector ended before its work was done: something in it called process.exit()\n');
  });

  test('P8: an error that cannot even be shown fails its stream only', async () => {
    const catalog = configuredCatalog({ unshowable: 'full_refresh', good: 'full_refresh' });
    const result = await run('read', { config, catalog });
    expect(result.errors).toMatchObject([
      {
        message: 'The connector failed unexpectedly: something that cannot be shown',
        stream_descriptor: { name: 'unshowable' },
      },
    ]);
    expect(result.statuses('good').at(-1)).toBe('COMPLETE');
  });

  test.each([
    ['ERROR', 0],
    ['info', 2],
  ])('P2: LOG_LEVEL=%s', async (level, count) => {
    const result = await read('good', { env: { LOG_LEVEL: level } });
    expect(result.logs()).toHaveLength(count);
  });

  test('P2: a LOG_LEVEL that is none is said, and INFO is used', async () => {
    const result = await read('good', { env: { LOG_LEVEL: 'loud' } });
    expect(result.logs('WARN')).toEqual([
      'LOG_LEVEL must be FATAL, ERROR, WARN, INFO, DEBUG or TRACE, got "loud": INFO is used',
    ]);
    expect(result.logs('INFO')).toHaveLength(2);
  });
});

describe('P4: stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: whole records, then INCOMPLETE, then the end by that signal',
    async (signal) => {
      let isSent = false;
      const result = await read('endless', {
        onLine(line, child) {
          if (isSent || !line.startsWith('{"type":"RECORD"')) return;
          isSent = true;
          child.kill(signal);
        },
      });
      expect(result.signal).toBe(signal);
      expect(result.statuses('endless')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
      expect(result.errors).toEqual([]);
      const ids = result.records<{ id: number }>().map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => index));
      expect(ids.length % 1000).toBe(0);
    },
  );

  test('SIGTERM does not depend on what a stream waits for', async () => {
    const result = await read('waits', {
      onLine: (line, child) => {
        if (line.includes('"id":1}')) child.kill('SIGTERM');
      },
    });
    expect(result.signal).toBe('SIGTERM');
    expect(result.records('waits')).toHaveLength(2);
    expect(result.statuses('waits')).toEqual(['STARTED', 'RUNNING', 'INCOMPLETE']);
  });

  test('a second signal ends the process at once, even when nobody reads its output', async () => {
    const slow = await read('endless', {
      async onLine(line, child) {
        if (!line.includes('"RUNNING"')) return;
        // Nothing is read meanwhile: the pipe fills up, and an orderly end waits for it.
        await new Promise((resolve) => setTimeout(resolve, 200));
        child.kill('SIGTERM');
        await new Promise((resolve) => setTimeout(resolve, 200));
        child.kill('SIGTERM');
        await new Promise((resolve) => setTimeout(resolve, 200));
      },
    });
    expect(slow.signal).toBe('SIGTERM');
    expect(slow.statuses('endless')).toEqual(['STARTED', 'RUNNING']);
  });

  test('a closed stdout ends the process quietly', async () => {
    const result = await read('endless', {
      onLine(line, child) {
        if (line.startsWith('{"type":"RECORD"')) child.closeStdout();
      },
    });
    expect(result.stderr).toBe('');
    expect(result.exitCode).toBe(0);
    expect(result.signal).toBeNull();
  });
});

test('airbyte#30683, airbyte#32569: before memory runs out the state is kept, and the error says how much there was', async () => {
  const result = await read('hoards', { env: { NODE_OPTIONS: '--max-old-space-size=48' } });
  expect(result.errors[0]).toMatchObject({
    failure_type: 'system_error',
    message: expect.stringMatching(
      /^Memory is running out: the connector uses \d+ MB of the \d+ MB that Node's heap may have\. What was read so far is kept in the state\. /,
    ),
  });
  expect(result.statuses('hoards').at(-1)).toBe('INCOMPLETE');
  expect(result.records('hoards').length).toBeGreaterThan(0);
  expect(result.exitCode).toBe(1);
});
