import { describe, expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { httpResponse } from '../../test/http-response.ts';
import { thrownBy } from '../../test/run-context.ts';
import { ConnectorError } from '../errors/connector-error.ts';
import type { JsonValue } from '../protocol/json.ts';
import { DecodeError } from './decoders/decode-error.ts';
import type { Decoder } from './decoders/decoder.ts';

const REQUEST = 'GET https://api.example.com/v1/orders';

describe('json', () => {
  test('is parsed once, however often it is asked for', () => {
    const response = httpResponse({ a: [1] });
    expect(response.json()).toEqual({ a: [1] });
    expect(response.json()).toBe(response.json());
  });

  test('null is parsed once too', () => {
    const response = httpResponse('null');
    expect([response.json(), response.json()]).toEqual([null, null]);
  });

  test('P15: integers beyond 2^53 are bigints', () => {
    expect(httpResponse('{"id":9007199254740993,"n":12}').json()).toEqual({ id: 9007199254740993n, n: 12 });
  });

  test('a byte order mark is no part of the text', () => {
    const response = httpResponse(Buffer.from('\uFEFF{"a":1}'));
    expect(response.json()).toEqual({ a: 1 });
    expect(response.text()).toBe('{"a":1}');
  });

  test('a byte order mark in a plain Uint8Array is no part of the text either', () => {
    expect(httpResponse(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])).json()).toBe(1);
  });

  test('text is UTF-8', () => {
    expect(httpResponse(Buffer.from('"ü€😀"')).json()).toBe('ü€😀');
    expect(httpResponse(new Uint8Array(Buffer.from('"ü€😀"'))).text()).toBe('"ü€😀"');
  });

  test.each([
    [
      'a web page',
      '<html><body>Sign in</body></html>',
      { 'content-type': 'text/html; charset=utf-8' },
      `The response of ${REQUEST} is not valid JSON (status 200, text/html; charset=utf-8, 33 bytes): it starts with "<html><body>Sign in</body></html>"`,
    ],
    [
      'nothing',
      '',
      {},
      `The response of ${REQUEST} is not valid JSON (status 200, application/json, 0 bytes): it is empty`,
    ],
    [
      'a long text, of which 60 characters are shown',
      'x'.repeat(61),
      {},
      `The response of ${REQUEST} is not valid JSON (status 200, application/json, 61 bytes): it starts with "${'x'.repeat(60)}…"`,
    ],
  ])('F: %s is a clear error without the query', (_, body, headers, message) => {
    const error = thrownBy(() => httpResponse(body, { headers }).json());
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(message);
    expect(error.failureType).toBe('system_error');
  });

  test('F: a missing content type is said', () => {
    const response = httpResponse('no', { headers: { 'content-type': [] } });
    expect(() => response.json()).toThrow('(status 200, , 2 bytes): it starts with "no"');
  });

  test('F: the position at which JSON breaks goes to the engineer, without the text around it', () => {
    const error = thrownBy(() => httpResponse('{"token":"s3cr3t-value", broken').json());
    expect(error.internalMessage).toBe('JSON breaks at character 25 of 31');
    expect(error.internalMessage).not.toContain('s3cr3t');
  });

  test('H4, F: a list or an object that ends early may come whole the next time', () => {
    const error = thrownBy(() => httpResponse('{"data":[{"id":1},{"i').json());
    expect(error.message).toBe(
      `The response of ${REQUEST} is JSON that ends early (status 200, application/json, 21 bytes): it starts with "{\\"data\\":[{\\"id\\":1},{\\"i"`,
    );
    expect([error.failureType, error.internalMessage]).toEqual(['transient_error', 'JSON ends early, at character 21']);
  });

  test('F: with a large integer, JSON may not be nested without end', () => {
    const deep = (value: string): string => `${'['.repeat(100_000)}${value}${']'.repeat(100_000)}`;
    expect(() => httpResponse(deep('1')).json()).not.toThrow();
    expect(() => httpResponse(deep('12345678901234567890')).json()).toThrow('is JSON that is nested too deep (status');
  });
});

describe('F: text that is not UTF-8', () => {
  const latin1 = Buffer.from('{"name":"caf\u00e9"}', 'latin1');
  const withCharset = (charset: string) => ({ headers: { 'content-type': `application/json; charset=${charset}` } });

  test.each<[string, Uint8Array, string]>([
    ['iso-8859-1', latin1, 'café'],
    ['"Windows-1252"', latin1, 'café'],
    ['utf-16le', Buffer.from('{"name":"café"}', 'utf16le'), 'café'],
    ['utf-8', Buffer.from('\uFEFF{"name":"café"}', 'utf16le'), 'café'],
    ['shift_jis', Buffer.from([...Buffer.from('{"name":"'), 0x93, 0xfa, ...Buffer.from('"}')]), '日'],
  ])('is read as the content type or its mark says: %s', (charset, body, name) => {
    expect(httpResponse(body, withCharset(charset)).json()).toEqual({ name });
    expect(httpResponse(new Uint8Array(body), withCharset(charset)).json()).toEqual({ name });
  });

  test.each(['iso-8859-1', 'utf-16'])('JSON in UTF-8 is that, whatever its content type says: %s', (charset) => {
    const body = Buffer.from('{"name":"café \uFFFD"}');
    expect(httpResponse(body, withCharset(charset)).json()).toEqual({ name: 'café \uFFFD' });
  });

  test('in UTF-16 it may be without a zero', () => {
    const body = Buffer.from('\uFEFF日本', 'utf16le');
    expect(httpResponse(body, withCharset('utf-8')).text()).toBe('日本');
  });

  test.each(['utf-8', 'unknown-to-all'])('is refused with its byte where nothing says what it is: %s', (charset) => {
    const error = thrownBy(() => httpResponse(latin1, withCharset(charset)).json());
    expect(error).toBeInstanceOf(DecodeError);
    expect(error.message).toBe(
      `The response of ${REQUEST} breaks at byte 12: expected UTF-8 (application/json; charset=${charset})`,
    );
  });

  test('is refused where it is not what the content type says either', () => {
    const error = thrownBy(() => httpResponse(Buffer.from([0x22, 0x93, 0x22]), withCharset('shift_jis')).json());
    expect(error.message).toContain('breaks at byte 0: expected text in shift_jis (application/json');
  });
});

describe('records', () => {
  const hint = (path: string): string =>
    `. If the list is a member of it, name that: recordPath = '${path}'. If its values are the records, name the field for their keys: recordKey = 'id'`;

  test.each([
    ['the body itself', [{ id: 1 }], ''],
    ['a member', { data: [{ id: 1 }] }, 'data'],
    ['a member of a member', { result: { items: [{ id: 1 }] } }, 'result.items'],
    ['a member of a list item', [{ rows: [{ id: 1 }] }], '0.rows'],
  ])('come from %s', (_, body, path) => {
    expect(httpResponse(body).records(path)).toEqual([{ id: 1 }]);
  });

  test('an empty list is a list', () => {
    expect(httpResponse('[]').records()).toEqual([]);
  });

  test.each([
    [{ data: { count: 3 } }, 'data', `at "data", got object${hint('data.items')}`],
    [{ data: null }, 'data', 'at "data", got null'],
    [{ data: 'none' }, 'data', 'at "data", got string'],
    [{}, 'data.items', 'at "data.items", got nothing'],
    [{ data: [] }, '', `as its body, got object${hint('items')}`],
    ['7', '', 'as its body, got number'],
  ])('F: %j has no list at "%s"', (body, path, message) => {
    const error = thrownBy(() => httpResponse(body).records(path));
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(`The response of ${REQUEST} must have an array of records ${message}`);
  });
});

describe('decode', () => {
  /** Each piece of the body is a record, the second a batch of two; the envelope is what a test says. */
  const pieces = (envelope?: JsonValue): Decoder => ({
    async *decode(bytes) {
      let count = 0;
      for await (const { length } of bytes) yield ++count === 2 ? [length, length] : [length];
      return envelope;
    },
  });
  const body = Buffer.alloc(3 * 64 * 1024 - 1);

  test('gives the records one by one, or in the batches of the decoder', async () => {
    const response = httpResponse(body);
    expect(await collect(response.decode(pieces()))).toEqual([65_536, 65_536, 65_536, 65_535]);
    expect(await collect(response.decode(pieces()).batches)).toEqual([[65_536], [65_536, 65_536], [65_535]]);
    expect(response.sentRecords()?.count).toBe(4);
  });

  test('records can be changed and dropped, and are counted as they came', async () => {
    const response = httpResponse(body);
    const odd = response
      .decode<number>(pieces())
      .map((length) => ({ length }))
      .filter(({ length }) => length % 2 === 1);
    expect(response.sentRecords()?.count).toBeUndefined();
    expect(await collect(odd.batches)).toEqual([[], [], [{ length: 65_535 }]]);
    expect(response.sentRecords()?.count).toBe(4);
  });

  test('afterwards json() is what stands around the records', async () => {
    const response = httpResponse(body);
    await collect(response.decode(pieces({ next: 'p2', data: [] })));
    expect(response.json()).toEqual({ next: 'p2', data: [] });
  });

  test('F: where nothing stands around them, json() says so', async () => {
    const response = httpResponse('{"id":1}');
    await collect(response.decode(pieces()));
    const error = thrownBy(() => response.json());
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error.message).toBe(`The response of ${REQUEST} has no JSON besides the records that were read from it`);
  });

  test('a 204 has no records', async () => {
    expect(await collect(httpResponse('', { status: 204 }).decode(pieces()))).toEqual([]);
  });

  test('the decoder knows what it reads, and ends when nobody reads on', async () => {
    const seen: unknown[] = [];
    const decoder: Decoder = {
      async *decode(_bytes, context) {
        try {
          yield [context];
          yield [context];
        } finally {
          seen.push('ended');
        }
      },
    };
    for await (const context of httpResponse('x', { headers: { 'content-type': 'text/csv' } }).decode(decoder)) {
      seen.push(context);
      break;
    }
    expect(seen).toEqual([{ source: `response of ${REQUEST}`, contentType: 'text/csv' }, 'ended']);
  });
});

describe('what a response says of itself', () => {
  const response = httpResponse('é', {
    method: 'POST',
    status: 201,
    statusText: 'Created',
    url: 'https://api.example.com:8443/v1/orders?api_key=secret#top',
    headers: { link: ['<a>; rel="next"', '<b>; rel="last"'], 'x-next': 'n' },
  });

  test('header names have no case, and several values are joined', () => {
    expect([response.header('X-Next'), response.header('Link'), response.header('absent')]).toEqual([
      'n',
      '<a>; rel="next", <b>; rel="last"',
      undefined,
    ]);
  });

  test('its name for messages has no query', () => {
    expect(response.request).toBe('POST https://api.example.com:8443/v1/orders');
    expect(response.urlWithoutQuery).toBe('https://api.example.com:8443/v1/orders');
    expect(response.url).toBe('https://api.example.com:8443/v1/orders?api_key=secret#top');
  });

  test('a page after the first is named by its number', () => {
    const page = httpResponse('<html>');
    page.countAs(1);
    expect(page.request).toBe(REQUEST);
    page.countAs(7);
    expect(thrownBy(() => page.records()).message).toContain(`The response of ${REQUEST} (page 7) is not valid JSON`);
  });

  test('its length is in bytes', () => {
    expect([response.byteLength, response.status, response.statusText]).toEqual([2, 201, 'Created']);
  });
});
