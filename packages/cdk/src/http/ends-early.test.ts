import { describe, expect, test } from 'vitest';
import { serve } from '../../test/serve.ts';
import { rejectionOf, testRun } from '../../test/run-context.ts';
import { JsonDecoder } from './decoders/json-decoder.ts';
import { endsEarly } from './ends-early.ts';
import { HttpClient } from './http-client.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

test.each<[string, string, boolean]>([
  ['a list within an item', '[{"id":1},{"id"', true],
  ['an object within its list', ' {"data":[{"id":1},', true],
  ['an object after a record, which is seen when it is read', '{"data":[{"id":1}', false],
  ['a list', '[{"id":1}]\n', false],
  ['an object', '\r\n{"data":[]}  ', false],
  ['nothing', '', false],
  ['white space', ' \n', false],
  ['a scalar', '12', false],
  ['a web page', '<html>', false],
  ['what never was JSON', '{id: 1', false],
  ['lines of JSON', '{"id":1}\n{"id":', false],
])('%s', (_, text, expected) => {
  expect(endsEarly(Buffer.from(text), JSON_TYPE)).toBe(expected);
});

test('what is not said to be JSON may look like it', () => {
  expect([endsEarly(Buffer.from('{"a"'), 'text/plain'), endsEarly(Buffer.from('{"a"'), undefined)]).toEqual([
    false,
    false,
  ]);
});

describe('H2: JSON that ends early in a response that ends with its connection', () => {
  /** The first answers are cut. */
  async function cutApi(cutAnswers: number) {
    let count = 0;
    const url = await serve(({ socket }) => {
      const body = ++count > cutAnswers ? '[{"id":1},{"id":2}]' : '[{"id":1},{"id"';
      socket.end(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${body}`);
    });
    const run = testRun();
    const send = (streamed: boolean) => new HttpClient({ urlBase: url }).request({ url: '', streamed }, run.context);
    return { send, run, count: () => count };
  }

  test.each([false, true])('is tried again, streamed or not: %s', async (streamed) => {
    const { send, run, count } = await cutApi(1);
    expect((await send(streamed)).records()).toEqual([{ id: 1 }, { id: 2 }]);
    expect([count(), run.clock.waits]).toEqual([2, [1000]]);
    expect(run.logs.find((line) => line.startsWith('warn'))).toContain(
      ': its JSON ends early at byte 15 of the response.',
    );
  });

  test('for good: a transient_error', async () => {
    const { send, count } = await cutApi(Infinity);
    const error = await rejectionOf(send(false));
    expect([error.failureType, count()]).toEqual(['transient_error', 6]);
    expect(error.message).toMatch(/: its JSON ends early at byte 15 of the response \(6 tries\)$/);
  });

  test('for good, streamed: what came is still read, before the same error', async () => {
    const { send, count } = await cutApi(Infinity);
    const seen: unknown[] = [];
    const read = async () => {
      for await (const record of (await send(true)).decode(new JsonDecoder())) seen.push(record);
    };
    const error = await rejectionOf(read());
    expect([error.failureType, count(), seen]).toEqual(['transient_error', 6, [{ id: 1 }]]);
  });
});
