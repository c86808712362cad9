import { expect, test } from 'vitest';

import { parseCommandLine } from './parse-command-line.ts';
import { UsageError } from './usage-error.ts';

test('has a default for every flag', () => {
  expect(parseCommandLine([])).toEqual({
    port: 0,
    size: 500,
    seed: 1,
    token: 'example-token',
    auth: { tokenLifetime: 3600, rotateRefreshTokens: false },
    latencyMs: 0,
    pageCacheBytes: 0,
    compress: false,
    quotas: [],
    faults: [],
    requestLogLimit: 0,
  });
});

test('reads every flag', () => {
  const args =
    '--port 8080 --size 1000000 --seed 7 --token abc --token-lifetime 60 --rotate-tokens --latency 20 --page-cache-mb 64 --compress';
  const faults = ['--fault', 'reset', '--fault=latency:ms=5', '--quota', '5/1s', '--quota=10000/1d'];
  expect(parseCommandLine([...args.split(' '), ...faults])).toMatchObject({
    port: 8080,
    size: 1_000_000,
    seed: 7,
    token: 'abc',
    auth: { tokenLifetime: 60, rotateRefreshTokens: true },
    latencyMs: 20,
    pageCacheBytes: 64_000_000,
    compress: true,
    quotas: [
      { requests: 5, perMs: 1000 },
      { requests: 10_000, perMs: 86_400_000 },
    ],
    faults: [{ fault: { kind: 'reset' } }, { fault: { kind: 'latency', ms: 5 } }],
  });
});

test('--churn and --clock-skew are no settings unless they are given', () => {
  expect(parseCommandLine(['--churn', '5'])).toMatchObject({ churn: { every: 5 } });
  expect(parseCommandLine(['--clock-skew=-60000'])?.now?.()).toBeLessThan(Date.now() - 59_000);
  expect(parseCommandLine(['--churn', '0', '--clock-skew', '0'])).toEqual(parseCommandLine([]));
});

test('gives nothing when asked for help', () => {
  expect(parseCommandLine(['--help', '--port', '1'])).toBeUndefined();
});

test.each([
  [['--foo'], 'Unknown option "--foo"'],
  [['--port'], 'Option "--port <value>" argument missing'],
  [['orders'], 'Unexpected argument "orders"'],
  [['--port', '65536'], '"--port" must be an integer from 0 to 65535, got "65536"'],
  [['--size', '1e6'], '"--size" must be an integer from 0 to 1000000000, got "1e6"'],
  [['--seed', ''], '"--seed" must be an integer from 0 to 9007199254740991, got ""'],
  [['--clock-skew', 'an hour'], '"--clock-skew" must be an integer, got "an hour"'],
  [['--token', 'a b'], '"--token" must be visible ASCII characters without spaces'],
])('refuses %j in one sentence', (args, message) => {
  expect(() => parseCommandLine(args)).toThrow(new UsageError(message));
});

test.each(['100', '0/1s', '5/0s', '5/s', '5/1w'])('refuses the quota %s', (quota) => {
  const message = `"--quota" must be requests per time (s, m, h, d) such as 100/60s, got "${quota}"`;
  expect(() => parseCommandLine(['--quota', quota])).toThrow(new UsageError(message));
});
