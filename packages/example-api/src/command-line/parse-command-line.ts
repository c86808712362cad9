import { parseArgs } from 'node:util';

import type { Quota } from '../http/quota-meter.ts';
import type { ExampleApiOptions } from '../start-example-api.ts';
import { parseFaultRule } from './parse-fault-rule.ts';
import { UsageError } from './usage-error.ts';

/** What `--help` prints. */
export const helpText = `Usage: example-api [flags]

Serves the HTTP API of a small shop on 127.0.0.1 until it is stopped.

  --port N            the port; 0 takes a free one (0)
  --size N            records per stream (500)
  --seed N            which data the shop has (1)
  --token T           the bearer token clients must send (example-token)
  --token-lifetime S  seconds for which a token of a log-in is valid (3600)
  --rotate-tokens     a refresh token works once, and its answer has the next
  --latency MS        milliseconds before every answer (0)
  --page-cache-mb N   megabytes of rendered pages to keep (0)
  --churn N           after every N requests three orders change; 0 for never (0)
  --clock-skew MS     how far the clock of the API is ahead, or behind with a minus (0)
  --compress          gzip the answers of clients that accept it
  --quota N/TIME      answer N requests a window, such as 100/60s, and 429 to more; can be given several times
  --fault RULE        misbehave; can be given several times. RULE is a fault with its settings:
                      status:status=503,path=/v1/orders,from=3,times=2
                      rateLimit:header=retry-after-seconds,seconds=1 · reset · latency:ms=200,times=all
  --help              print this
`;

const BYTES_A_MEGABYTE = 1_000_000;

/**
 * Reads the arguments of the `example-api` command. Gives `undefined` when they ask for help.
 * @throws UsageError when they cannot be used
 */
export function parseCommandLine(args: readonly string[]): ExampleApiOptions | undefined {
  const flags = readFlags(args);
  if (flags.help) return undefined;
  return {
    port: readInteger('port', flags.port, 65_535),
    size: readInteger('size', flags.size, 1_000_000_000),
    seed: readInteger('seed', flags.seed, Number.MAX_SAFE_INTEGER),
    token: readToken(flags.token),
    auth: {
      tokenLifetime: readInteger('token-lifetime', flags['token-lifetime'], 1_000_000_000),
      rotateRefreshTokens: flags['rotate-tokens'],
    },
    latencyMs: readInteger('latency', flags.latency, 3_600_000),
    pageCacheBytes: readInteger('page-cache-mb', flags['page-cache-mb'], 1_000_000) * BYTES_A_MEGABYTE,
    compress: flags.compress,
    ...clockOf(flags['clock-skew']),
    ...churnOf(readInteger('churn', flags.churn, 1_000_000)),
    quotas: flags.quota.map((quota) => readQuota(quota)),
    faults: flags.fault.map((rule) => parseFaultRule(rule)),
    // Nobody can read the log of a process.
    requestLogLimit: 0,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        size: { type: 'string', default: '500' },
        seed: { type: 'string', default: '1' },
        token: { type: 'string', default: 'example-token' },
        'token-lifetime': { type: 'string', default: '3600' },
        'rotate-tokens': { type: 'boolean', default: false },
        latency: { type: 'string', default: '0' },
        'page-cache-mb': { type: 'string', default: '0' },
        churn: { type: 'string', default: '0' },
        'clock-skew': { type: 'string', default: '0' },
        compress: { type: 'boolean', default: false },
        quota: { type: 'string', multiple: true, default: [] },
        fault: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // What parseArgs says after its first sentence is advice about positional arguments, which there are none of.
    throw new UsageError((error.message.split(/\.\s/)[0] as string).replaceAll("'", '"'));
  }
}

function readInteger(flag: string, text: string, max: number): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value <= max) return value;
  throw new UsageError(`"--${flag}" must be an integer from 0 to ${max}, got "${text}"`);
}

function churnOf(every: number): Pick<ExampleApiOptions, 'churn'> {
  return every === 0 ? {} : { churn: { every } };
}

function clockOf(text: string): Pick<ExampleApiOptions, 'now'> {
  if (text === '0') return {};
  if (!/^-?\d{1,12}$/.test(text)) throw new UsageError(`"--clock-skew" must be an integer, got "${text}"`);
  return { now: () => Date.now() + Number(text) };
}

const MS_PER_UNIT: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function readQuota(text: string): Quota {
  const [, requests = '', amount = '', unit = ''] = /^(\d{1,9})\/(\d{1,9})([smhd])$/.exec(text) ?? [];
  const quota = { requests: Number(requests), perMs: Number(amount) * (MS_PER_UNIT[unit] ?? NaN) };
  if (quota.requests > 0 && quota.perMs > 0) return quota;
  throw new UsageError(`"--quota" must be requests per time (s, m, h, d) such as 100/60s, got "${text}"`);
}

function readToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError('"--token" must be visible ASCII characters without spaces');
}
