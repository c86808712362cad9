import { describe, expect, onTestFinished, test } from 'vitest';
import { expectProtocolLine } from '../../test/protocol-schema.ts';
import { errorTrace } from '../protocol/build-message.ts';
import { ConfigError } from './config-error.ts';
import { ConnectorError } from './connector-error.ts';
import { describeThrown, toErrorTrace } from './to-error-trace.ts';

const circle: Record<string, unknown> = {};
circle['self'] = circle;

describe('P8: an error that is written for the user speaks for itself', () => {
  test.each([
    ['a ConnectorError', new ConnectorError('What happened'), 'system_error', 'ConnectorError: What happened'],
    [
      'a ConnectorError with its own failure type',
      new ConnectorError('What happened', { failureType: 'transient_error' }),
      'transient_error',
      'ConnectorError: What happened',
    ],
    [
      'a ConnectorError with a text for the engineer',
      new ConnectorError('What happened', { internalMessage: 'byte 7' }),
      'system_error',
      'byte 7',
    ],
    ['a ConfigError', new ConfigError('What happened'), 'config_error', 'ConfigError: What happened'],
    [
      'a ConfigError with a text for the engineer',
      new ConfigError('What happened', { internalMessage: 'byte 7' }),
      'config_error',
      'byte 7',
    ],
  ])('%s', (_, error, failureType, internal) => {
    const trace = toErrorTrace(error, { name: 'orders', namespace: 'shop' });
    expect(trace).toStrictEqual({
      message: 'What happened',
      internal_message: internal,
      stack_trace: error.stack,
      failure_type: failureType,
      stream_descriptor: { name: 'orders', namespace: 'shop' },
    });
    expect(trace.stack_trace).toMatch(/What happened\n {4}at /);
  });
});

describe('P8: anything else is a defect: the user gets its text, the engineer the stack', () => {
  test.each<[string, unknown, string]>([
    ['an Error', new Error('x is undefined'), 'Error: x is undefined'],
    ['an Error of another class', new RangeError('too deep'), 'RangeError: too deep'],
    ['an Error without text', new Error(''), 'Error: '],
    ['text', 'went wrong', 'went wrong'],
    ['nothing', undefined, 'nothing'],
    ['null', null, 'null'],
    ['a number', 7, '7'],
    ['an object', { code: 7 }, '{"code":7}'],
    ['a circle', circle, '[object Object]'],
    ['a symbol', Symbol('s'), 'symbol'],
    ['a bigint', 7n, '7'],
  ])('%s', (_, thrown, text) => {
    expect(describeThrown(thrown)).toBe(text);
    const trace = toErrorTrace(thrown);
    expect(trace).toStrictEqual({
      message: `The connector failed unexpectedly: ${text}`,
      internal_message: text,
      ...(thrown instanceof Error ? { stack_trace: thrown.stack } : {}),
      failure_type: 'system_error',
    });
    expect(() => expectProtocolLine(JSON.stringify(errorTrace(trace, 1)))).not.toThrow();
  });
});

test('P8: a failure type that the platform does not know is a system_error', () => {
  const trace = toErrorTrace(new ConnectorError('What happened', { failureType: 'weird' as 'system_error' }));
  expect(trace.failure_type).toBe('system_error');
  expect(() => expectProtocolLine(JSON.stringify(errorTrace(trace, 1)))).not.toThrow();
});

describe('the stack trace', () => {
  test('P8: is text whatever a library makes of stacks', () => {
    const own: unknown = Reflect.get(Error, 'prepareStackTrace');
    const restore = (): void => void Reflect.set(Error, 'prepareStackTrace', own);
    onTestFinished(restore);
    Error.prepareStackTrace = (_error, sites) => sites;
    const trace = toErrorTrace(new ConnectorError('top', { cause: new TypeError('root') }));
    restore();
    expect(trace.stack_trace).toBe('ConnectorError: top\nCaused by: TypeError: root');
    expect(() => expectProtocolLine(JSON.stringify(errorTrace(trace, 1)))).not.toThrow();
  });

  test('holds the whole chain of causes', () => {
    const root = new TypeError('root');
    const middle = new Error('middle', { cause: root });
    const { stack_trace: stack = '' } = toErrorTrace(new ConnectorError('top', { cause: middle }));
    const at = ['top', '\nCaused by: Error: middle', '\nCaused by: TypeError: root'].map((text) => stack.indexOf(text));
    expect(at).not.toContain(-1);
    expect(at).toEqual(at.toSorted((a, b) => a - b));
  });

  test.each([
    ['text', 'timeout', '\nCaused by: timeout'],
    ['null', null, '\nCaused by: null'],
    ['a circle', circle, '\nCaused by: [object Object]'],
  ])('holds a cause that is %s', (_, cause, text) => {
    expect(toErrorTrace(new ConnectorError('top', { cause })).stack_trace?.endsWith(text)).toBe(true);
  });

  test('a chain that goes round ends', () => {
    const error = new Error('round');
    error.cause = error;
    const { stack_trace: stack = '' } = toErrorTrace(error);
    expect(stack.length).toBeLessThan(110_000);
    expect(stack).toContain('Caused by: Error: round');
  });

  test('an error whose stack is gone has an empty one', () => {
    const error = new ConnectorError('x');
    delete (error as { stack?: string }).stack;
    expect(toErrorTrace(error).stack_trace).toBe('');
  });
});

test('errors are named after their class, also in a package of their own', () => {
  class QuotaError extends ConnectorError {}
  expect([new ConnectorError('x').name, new ConfigError('x').name, new QuotaError('x').name]).toEqual([
    'ConnectorError',
    'ConfigError',
    'QuotaError',
  ]);
});
