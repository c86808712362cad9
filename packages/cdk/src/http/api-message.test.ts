import { describe, expect, test } from 'vitest';
import { httpResponse } from '../../test/http-response.ts';
import { apiMessage } from './api-message.ts';

describe('H4: what the API says', () => {
  test.each<[string, unknown, string | undefined]>([
    [
      'a text beside a word',
      { error: 'InvalidValue', description: 'Too recent start_time' },
      '"Too recent start_time"',
    ],
    ['a word alone', { ok: false, error: 'missing_scope', needed: 'users:read' }, '"missing_scope"'],
    ['a code alone', { error: { code: 'DISABLED' } }, '"DISABLED"'],
    ['a reason', { code: 42, reason: 'quota' }, '"quota"'],
    ['an object', { error: { code: 'RANGE', message: 'At most 7 days' } }, '"At most 7 days"'],
    [
      'RFC 9457',
      { type: 'about:blank', title: 'Bad range', detail: 'from must be before to' },
      '"from must be before to"',
    ],
    [
      'Salesforce',
      [{ errorCode: 'INVALID_FIELD', message: "No such column 'Foo' on entity 'Account'" }],
      `"No such column 'Foo' on entity 'Account'" (INVALID_FIELD)`,
    ],
    [
      'JSON:API',
      { errors: [{ status: '422', title: 'Invalid', detail: 'must be in the past', source: { parameter: 'start' } }] },
      '"must be in the past" at start',
    ],
    [
      'GitHub',
      { message: 'Validation Failed', errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }] },
      '"Validation Failed", "missing_field" at Issue.title',
    ],
    [
      'Rails',
      { errors: { from: ['is too old', 'is no date'], to: 'is missing' } },
      '"is too old" at from, "is no date" at from, "is missing" at to',
    ],
    ['texts of the whole record', { errors: ['is closed'] }, '"is closed"'],
    ['NestJS', { statusCode: 400, error: 'Bad Request', message: ['from must be a date'] }, '"from must be a date"'],
    [
      'FastAPI',
      { detail: [{ loc: ['query', 'from'], msg: 'field required', type: 'missing' }] },
      '"field required" at query.from (missing)',
    ],
    [
      'Google',
      { error: { code: 400, message: 'Bad filter', errors: [{ message: 'Bad filter', reason: 'invalid' }] } },
      '"Bad filter"',
    ],
    ['a list of many', { errors: [1, 2, 3, 4].map((nth) => ({ message: `e${nth}` })) }, '"e1", "e2", "e3", and 1 more'],
    ['lists without texts', { errors: [{ id: 7 }, null, ''], message: 'Refused' }, '"Refused"'],
    ['records', [{ id: 1 }], undefined],
    ['numbers', { code: 17, error: 5, errors: {} }, undefined],
  ])('%s', (_, body, said) => {
    expect(apiMessage(httpResponse(body))).toBe(said);
  });
});
