import type { Fault, FaultRule, RateLimitHeader } from '../faults/fault.ts';
import { UsageError } from './usage-error.ts';

/** How the text of a setting is read: as a count, as text, or as one of some words. */
interface Setting {
  readonly type: 'count' | 'text' | readonly string[];
  readonly required: boolean;
}

const count: Setting = { type: 'count', required: true };
const text: Setting = { type: 'text', required: true };

const rateLimitHeaders: readonly RateLimitHeader[] = [
  'retry-after-seconds',
  'retry-after-date',
  'ratelimit-reset',
  'x-ratelimit-reset-seconds',
  'x-ratelimit-reset-epoch',
  'x-ratelimit-reset-epoch-ms',
  'none',
];

const settingsByKind: Readonly<Record<Fault['kind'], Readonly<Record<string, Setting>>>> = {
  status: { status: count },
  rateLimit: { header: { type: rateLimitHeaders, required: true }, seconds: count },
  html: {},
  redirect: { location: text },
  emptyPage: {},
  notAnArray: {},
  loopNext: {},
  cycleNext: {},
  samePage: {},
  foreignNext: { origin: text },
  pageTooBig: { max: count },
  expireTokens: {},
  slowJob: { polls: count },
  jobFails: {},
  jobExpires: {},
  cutJson: { bytes: { type: 'count', required: false } },
  corruptByte: { at: count },
  wrongContentType: {},
  reset: {},
  hang: {},
  stall: {},
  truncate: { bytes: { type: 'count', required: false } },
  latency: { ms: count },
};

/**
 * Reads a fault rule as it is written on a command line: `<kind>[:<setting>=<value>,…]`, where the settings are those
 * of the fault and `path`, `from` and `times` (a number or `all`). For example `status:status=503,from=3,times=2`.
 *
 * @throws UsageError when it cannot be read
 */
export function parseFaultRule(rule: string): FaultRule {
  const [kind = '', ...rest] = rule.split(':');
  if (!isKind(kind)) {
    throw new UsageError(`"${kind}" is not a fault. Faults: ${Object.keys(settingsByKind).join(', ')}`);
  }
  const given = readPairs(rest.join(':'), rule);

  const values: Record<string, string | number> = {};
  for (const [name, setting] of Object.entries(settingsByKind[kind])) {
    const value = given.get(name);
    given.delete(name);
    if (value !== undefined) values[name] = readValue(name, value, setting.type, rule);
    else if (setting.required) throw new UsageError(`The fault "${rule}" has no "${name}"`);
  }

  const path = given.get('path');
  const from = given.get('from');
  const times = given.get('times');
  for (const name of ['path', 'from', 'times']) given.delete(name);
  for (const name of given.keys()) throw new UsageError(`The fault "${kind}" has no setting "${name}", in "${rule}"`);
  return {
    ...(path === undefined ? {} : { path }),
    ...(from === undefined ? {} : { from: readCount('from', from, rule) }),
    ...(times === undefined ? {} : { times: times === 'all' ? Infinity : readCount('times', times, rule) }),
    // The table above names the properties of each kind.
    fault: { kind, ...values } as Fault,
  };
}

function isKind(kind: string): kind is Fault['kind'] {
  return Object.hasOwn(settingsByKind, kind);
}

function readPairs(pairs: string, rule: string): Map<string, string> {
  const given = new Map<string, string>();
  for (const pair of pairs === '' ? [] : pairs.split(',')) {
    const mark = pair.indexOf('=');
    if (mark < 1) throw new UsageError(`"${pair}" is not of the form name=value, in the fault "${rule}"`);
    given.set(pair.slice(0, mark), pair.slice(mark + 1));
  }
  return given;
}

function readValue(name: string, value: string, type: Setting['type'], rule: string): string | number {
  if (type === 'text') return value;
  if (type === 'count') return readCount(name, value, rule);
  if (type.includes(value)) return value;
  throw new UsageError(`"${name}" must be one of ${type.join(', ')}, got "${value}", in the fault "${rule}"`);
}

function readCount(name: string, value: string, rule: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value);
  throw new UsageError(`"${name}" must be a whole number, got "${value}", in the fault "${rule}"`);
}
