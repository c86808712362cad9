import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { HttpError } from './http-error.ts';

const REQUEST = 'GET https://api.example.com/v1/orders';

function text(body: unknown, status = 400, statusText = 'Bad Request', tries = 1): string {
  return new HttpError(httpResponse(body, { status, statusText }), { failureType: 'system_error', tries }).message;
}

describe('H4: the text of an HTTP error', () => {
  test.each([
    [{ error: { message: 'no such field' } }, 'no such field'],
    [{ error: 'invalid_grant', error_description: 'Token was revoked' }, 'Token was revoked'],
    [{ errors: [{ message: 'first' }] }, 'first'],
    [{ errors: [{ detail: 'json:api' }] }, 'json:api'],
    [{ errors: ['plain'] }, 'plain'],
    [{ message: 'flat' }, 'flat'],
    [{ detail: 'problem', title: 'less telling' }, 'problem'],
    [{ error: 'word' }, 'word'],
    [{ title: 'Problem' }, 'Problem'],
    [{ message: '', title: 'after the empty one' }, 'after the empty one'],
    [{ error: { message: 7 }, message: 'the number is passed by' }, 'the number is passed by'],
    [{ message: 'line\n"two"' }, 'line\n"two"'],
  ])('holds the message of %j', (body, message) => {
    expect(text(body)).toBe(
      `Request failed with status code 400 Bad Request: ${REQUEST}. The API says: ${JSON.stringify(message)}`,
    );
  });

  test.each([
    ['a web page', '<html>502 Bad Gateway</html>'],
    ['nothing', ''],
    ['cut JSON', '{"message":"hal'],
    ['JSON without a message', { code: 17, errors: [] }],
    ['a JSON scalar', 'null'],
    ['a JSON string', '"text"'],
  ])('holds no message when the body is %s', (_, body) => {
    expect(text(body)).toBe(`Request failed with status code 400 Bad Request: ${REQUEST}`);
  });

  test.each([
    [[{ message: 'first' }, { message: 'second' }], '"first", "second"'],
    [[{ message: 'no', path: ['orders', 'nodes', 0], extensions: { code: 'BAD' } }], '"no" at orders.nodes.0 (BAD)'],
    [[{ message: 'no', path: [], type: 'NOT_FOUND' }], '"no" (NOT_FOUND)'],
    [[1, 2, 3, 4, 5].map((nth) => ({ message: `e${nth}` })), '"e1", "e2", "e3", and 2 more'],
  ])('tells the errors of GraphQL with their places and codes: %j', (errors, told) => {
    expect(text({ errors }).endsWith(`. The API says: ${told}`)).toBe(true);
  });

  test('cuts a message at 300 characters', () => {
    expect(text({ message: 'm'.repeat(301) })).toMatch(/The API says: "m{300}…"$/);
    expect(text({ message: 'm'.repeat(300) })).toMatch(/The API says: "m{300}"$/);
  });

  test.each([
    [1, ''],
    [2, ' (2 tries)'],
    [6, ' (6 tries)'],
  ])('after %d tries ends with "%s"', (tries, end) => {
    expect(text('', 503, 'Service Unavailable', tries)).toBe(
      `Request failed with status code 503 Service Unavailable: ${REQUEST}${end}`,
    );
  });

  test('leaves an absent reason phrase out', () => {
    expect(text('', 599, '')).toBe(`Request failed with status code 599: ${REQUEST}`);
  });

  test('ends with the advice that it was given, after what the API says', () => {
    const response = httpResponse({ message: 'no' }, { status: 403, statusText: 'Forbidden' });
    const error = new HttpError(response, { failureType: 'config_error', tries: 2, advice: 'Ask for a licence' });
    expect(error.message).toBe(
      `Request failed with status code 403 Forbidden: ${REQUEST} (2 tries). The API says: "no". Ask for a licence`,
    );
  });

  test('H5: a status of success that counts as a failure is said to be one', () => {
    const response = httpResponse({ error: 'archived' });
    expect(new HttpError(response, { failureType: 'system_error', tries: 1 }).message).toBe(
      `Request failed although its status is 200 OK: ${REQUEST}. The API says: "archived"`,
    );
  });

  test('names the method', () => {
    const response = httpResponse('', { status: 404, statusText: 'Not Found', method: 'POST' });
    const error = new HttpError(response, { failureType: 'system_error', tries: 1 });
    expect(error.message).toBe('Request failed with status code 404 Not Found: POST https://api.example.com/v1/orders');
  });

  test('carries status, response and failure type', () => {
    const response = httpResponse({ code: 7 }, { status: 410 });
    const error = new HttpError(response, { failureType: 'config_error', tries: 1 });
    expect([error.status, error.response, error.failureType, error.name]).toEqual([
      410,
      response,
      'config_error',
      'HttpError',
    ]);
  });
});
