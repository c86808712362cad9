import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { listLogger, rejectionOf } from '../../test/run-context.ts';
import { useFolder } from '../../test/use-folder.ts';
import { untilAborted } from '../streams/until-aborted.ts';
import type { HttpResponse } from './http-response.ts';
import { ResponseCache, type ResponseCacheOptions } from './response-cache.ts';

/** A cache in front of an API that answers each key with its name and `bytes` letters. */
function useCache(options: ResponseCacheOptions = {}, bytes = 10) {
  const sent: string[] = [];
  const logs: string[] = [];
  const cache = new ResponseCache({ folder: useFolder(), ...options });
  const answer = (key: string): HttpResponse => httpResponse(`${key} ${'x'.repeat(bytes)}`);
  const get = async (
    key: string,
    send: () => Promise<HttpResponse> = () => Promise.resolve(answer(key)),
    signal: AbortSignal = new AbortController().signal,
  ): Promise<string> => {
    const counted = (): Promise<HttpResponse> => {
      sent.push(key);
      return send();
    };
    const response = await cache.get(key, { logger: listLogger(logs), signal }, counted);
    return response.text().split(' ')[0] ?? '';
  };
  return { get, sent, logs, answer };
}

const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `k${index}`);

async function getAll(get: (key: string) => Promise<string>, wanted: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (const key of wanted) texts.push(await get(key));
  return texts;
}

describe('H11: a request that is asked again', () => {
  test('is not sent again', async () => {
    const { get, sent } = useCache();
    expect(await getAll(get, ['a', 'b', 'a', 'b', 'a'])).toEqual(['a', 'b', 'a', 'b', 'a']);
    expect(sent).toEqual(['a', 'b']);
  });

  test('while the first is under way waits for it', async () => {
    const { get, sent } = useCache();
    expect(await Promise.all([get('a'), get('a'), get('b'), get('a')])).toEqual(['a', 'a', 'b', 'a']);
    expect(sent).toEqual(['a', 'b']);
  });

  test('at the moment the first comes is not sent again', async () => {
    const { get, sent, answer } = useCache();
    const others: Promise<string>[] = [];
    const askAtEveryTurn = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) {
        others.push(get('a'));
        await Promise.resolve();
      }
    };
    let asked: Promise<void> | undefined;
    await get('a', () => {
      asked = askAtEveryTurn();
      return Promise.resolve(answer('a'));
    });
    await asked;
    expect(await Promise.all(others)).toEqual(others.map(() => 'a'));
    expect(sent).toEqual(['a']);
  });
});

describe('H11: a request that fails', () => {
  test('is not kept', async () => {
    const { get, sent } = useCache();
    const failure = new Error('503');
    expect(await rejectionOf(get('a', () => Promise.reject(failure)))).toBe(failure);
    expect(await get('a')).toBe('a');
    expect(sent).toEqual(['a', 'a']);
  });

  test('fails for all who wait for it: it has been tried often enough', async () => {
    const { get, sent } = useCache();
    const failure = new Error('503');
    const first = rejectionOf(get('a', () => Promise.reject(failure)));
    expect(await Promise.all([first, rejectionOf(get('a')), rejectionOf(get('a'))])).toEqual([
      failure,
      failure,
      failure,
    ]);
    expect(sent).toEqual(['a']);
  });

  test('because its own reader stopped is sent again by one of the others', async () => {
    const { get, sent } = useCache();
    const reader = new AbortController();
    const stopped = get('a', () => untilAborted(new Promise(() => {}), reader.signal), reader.signal);
    const others = Promise.all([get('a'), get('a')]);
    reader.abort(new Error('nobody reads this any more'));
    expect((await rejectionOf(stopped)).message).toBe('nobody reads this any more');
    expect(await others).toEqual(['a', 'a']);
    expect(sent).toEqual(['a', 'a']);
  });

  test('P4: who waits for the request of another stops when the run is stopped', async () => {
    const { get } = useCache();
    let answer: (response: HttpResponse) => void = () => {};
    const first = get('a', () => new Promise((resolve) => (answer = resolve)));
    const run = new AbortController();
    const second = get('a', undefined, run.signal);
    const reason = new Error('Stopped by SIGTERM');
    run.abort(reason);
    expect(await rejectionOf(second)).toBe(reason);
    answer(httpResponse('a'));
    expect(await first).toBe('a');
  });
});

describe('H11: how much is kept', () => {
  test('airbyte-python-cdk#1150: past the memory it goes to a file, from which any number read at once', async () => {
    const { get, sent, logs } = useCache({ maxMemoryBytes: 5000 }, 1000);
    expect(await getAll(get, keys(50))).toEqual(keys(50));
    const readers = Array.from({ length: 20 }, () => Promise.all(keys(50).map((key) => get(key))));
    for (const texts of await Promise.all(readers)) expect(texts).toEqual(keys(50));
    expect([sent.length, logs]).toEqual([50, []]);
  });

  test('airbyte#40646: past its bound on disk nothing more is kept, and that is said once', async () => {
    const { get, sent, logs } = useCache({ maxMemoryBytes: 0, maxDiskBytes: 12_000 }, 1000);
    await getAll(get, keys(50));
    expect(await getAll(get, keys(50))).toEqual(keys(50));
    const first = keys(50).slice(0, sent.length === 0 ? 0 : 100 - sent.length);
    expect(first).toHaveLength(10);
    expect(sent.slice(50)).toEqual(keys(50).slice(10));
    expect(logs).toEqual([
      'warn: The cache of responses takes no more, it holds 10 responses, 0 MiB. Others are requested again',
    ]);
  });

  test('what waits for a request that is not kept gets its response all the same', async () => {
    const { get, sent } = useCache({ maxMemoryBytes: 0, maxDiskBytes: 0 });
    expect(await Promise.all([get('a'), get('a')])).toEqual(['a', 'a']);
    expect(sent).toEqual(['a']);
  });

  test('a disk that cannot be written costs the cache, not the read', async () => {
    const { get, sent, logs } = useCache({ maxMemoryBytes: 0, folder: `${useFolder()}/missing` });
    expect(await getAll(get, ['a', 'a', 'b'])).toEqual(['a', 'a', 'b']);
    expect(sent).toEqual(['a', 'a', 'b']);
    expect(logs).toEqual([
      expect.stringMatching(
        /^warn: The cache of responses takes no more, its file cannot be written: ENOENT: .*\. Others/,
      ),
    ]);
  });

  test('small runs touch no disk', async () => {
    const folder = `${useFolder()}/missing`;
    const { get, logs } = useCache({ folder });
    await getAll(get, keys(20));
    expect(logs).toEqual([]);
  });

  test('nothing stands in the folder while the cache is in use', async () => {
    const folder = useFolder();
    const { get } = useCache({ folder, maxMemoryBytes: 0 });
    await getAll(get, ['a', 'a']);
    expect(readdirSync(folder)).toEqual([]);
  });
});
