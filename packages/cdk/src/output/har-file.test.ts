import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { expectHar } from '../../test/har-schema.ts';
import { listLogger, thrownBy } from '../../test/run-context.ts';
import type { HarEntry } from '../protocol/har.ts';
import { HarFile } from './har-file.ts';
import { Redactor } from './redactor.ts';

function entryOf(url: string, comment?: string): HarEntry {
  return {
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 1,
    request: {
      method: 'GET',
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'x-plain', value: url }],
      queryString: [],
      headersSize: 10,
      bodySize: 0,
    },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, send: 0, wait: 1, receive: 0, ssl: -1 },
    ...(comment !== undefined && { comment }),
  };
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'har-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

interface Opened {
  readonly file: HarFile;
  readonly path: string;
  readonly redactor: Redactor;
  readonly logs: string[];
  readonly add: (entry: HarEntry) => void;
}

function opened(path = join(folder(), 'trace.har')): Opened {
  const redactor = new Redactor();
  const logs: string[] = [];
  const logger = listLogger(logs);
  const file = new HarFile(path, redactor);
  return { file, path, redactor, logs, add: (entry) => file.add(entry, logger) };
}

function read(path: string): HarEntry[] {
  const har = JSON.parse(readFileSync(path, 'utf8')) as { log: { entries: HarEntry[] } };
  expectHar(har);
  return har.log.entries;
}

test('is an HTTP archive from the beginning, and whole after every entry', () => {
  const { file, path, add } = opened();
  expect(read(path)).toEqual([]);
  for (let count = 1; count <= 3; count++) {
    add(entryOf(`https://a.test/${count}`, 'ä'));
    expect(read(path)).toHaveLength(count);
  }
  expect(read(path)[2]).toEqual(entryOf('https://a.test/3', 'ä'));
  file.close();
});

test('puts each entry on a line of its own', () => {
  const { path, add } = opened();
  add(entryOf('https://a.test/1'));
  add(entryOf('https://a.test/2'));
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5);
});

test('replaces a file that is there', () => {
  const first = opened();
  for (let count = 0; count < 5; count++) first.add(entryOf('https://a.test/'));
  expect(read(opened(first.path).path)).toEqual([]);
});

test('can be read by its owner alone', () => {
  expect(statSync(opened().path).mode & 0o777).toBe(0o600);
});

test('P12: masks the secrets that are known when an entry comes, in every form, and nothing else', () => {
  const { path, redactor, add } = opened();
  redactor.add('pl"nted/secret');
  redactor.add('2026');
  add(entryOf(`https://a.test/${encodeURIComponent('pl"nted/secret')}/x`, 'stream "pl"nted/secret"'));
  const [entry] = read(path);
  expect(entry?.request.url).toBe('https://a.test/****/x');
  expect(entry?.request.headers).toEqual([{ name: 'x-plain', value: 'https://a.test/****/x' }]);
  expect(entry?.comment).toBe('stream "****"');
  expect(entry?.startedDateTime).toBe('2026-01-01T00:00:00.000Z');
});

test.each([
  ['a folder that is not there', (path: string) => join(path, 'no', 'trace.har'), 'ENOENT: no such file or directory'],
  ['a folder', (path: string) => path, 'EISDIR: illegal operation on a directory'],
])('%s cannot be written to: says which path and why', (_, at, reason) => {
  const path = at(folder());
  const error = thrownBy(() => new HarFile(path, new Redactor()));
  expect(error.message).toContain(`Cannot write the trace to ${path}: ${reason}`);
});

test('a write that fails ends the trace, is said once, and does no harm', () => {
  const { file, logs, add } = opened();
  file.close();
  add(entryOf('https://a.test/1'));
  add(entryOf('https://a.test/2'));
  expect(logs).toEqual(['warn: The trace of requests breaks off: EBADF: bad file descriptor, write']);
});
