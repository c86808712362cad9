import { expect, test } from 'vitest';

import { RequestLog } from './request-log.ts';

const request = (path: string) => ({ method: 'GET', path, query: {}, headers: {}, at: 0 });

test('has status 0 and no body until they are known', () => {
  const log = new RequestLog(10);
  const entry = log.add(request('/a'));
  expect(log.entries).toEqual([{ ...request('/a'), body: '', status: 0 }]);
  Object.assign(entry, { status: 404, body: '{}' });
  expect(log.entries).toEqual([{ ...request('/a'), body: '{}', status: 404 }]);
});

test('keeps the latest up to its limit', () => {
  const log = new RequestLog(2);
  for (const path of ['/a', '/b', '/c']) log.add(request(path));
  expect(log.entries.map(({ path }) => path)).toEqual(['/b', '/c']);
});

test('keeps none with a limit of 0', () => {
  const log = new RequestLog(0);
  log.add(request('/a')).status = 200;
  expect(log.entries).toEqual([]);
});

test('empties the array it gave out', () => {
  const log = new RequestLog(2);
  const { entries } = log;
  log.add(request('/a'));
  expect(entries).toHaveLength(1);
  log.clear();
  expect(entries).toHaveLength(0);
});
