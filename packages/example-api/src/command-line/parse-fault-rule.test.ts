import { expect, test } from 'vitest';

import { parseFaultRule } from './parse-fault-rule.ts';
import { UsageError } from './usage-error.ts';

test.each([
  ['reset', { fault: { kind: 'reset' } }],
  ['status:status=503', { fault: { kind: 'status', status: 503 } }],
  [
    'status:status=503,path=/v1/orders,from=3,times=2',
    { path: '/v1/orders', from: 3, times: 2, fault: { kind: 'status', status: 503 } },
  ],
  ['expireTokens:path=/v1,from=2', { path: '/v1', from: 2, fault: { kind: 'expireTokens' } }],
  ['latency:ms=200,times=all', { times: Infinity, fault: { kind: 'latency', ms: 200 } }],
  ['rateLimit:header=none,seconds=0', { fault: { kind: 'rateLimit', header: 'none', seconds: 0 } }],
  ['truncate', { fault: { kind: 'truncate' } }],
  ['truncate:bytes=10', { fault: { kind: 'truncate', bytes: 10 } }],
  ['foreignNext:origin=http://a.example:80', { fault: { kind: 'foreignNext', origin: 'http://a.example:80' } }],
  ['pageTooBig:max=50', { fault: { kind: 'pageTooBig', max: 50 } }],
  ['slowJob:polls=9', { fault: { kind: 'slowJob', polls: 9 } }],
  ['jobFails', { fault: { kind: 'jobFails' } }],
  ['redirect:location=/v1/orders?limit=1', { fault: { kind: 'redirect', location: '/v1/orders?limit=1' } }],
])('reads %s', (text, rule) => {
  expect(parseFaultRule(text)).toEqual(rule);
});

test.each([
  ['nope', /^"nope" is not a fault\. Faults: status, rateLimit, /],
  ['toString', /^"toString" is not a fault/],
  ['status', /^The fault "status" has no "status"$/],
  ['status:503', /^"503" is not of the form name=value, in the fault "status:503"$/],
  ['status:status=x', /^"status" must be a whole number, got "x", in the fault "status:status=x"$/],
  ['reset:ms=3', /^The fault "reset" has no setting "ms", in "reset:ms=3"$/],
  ['reset:times=often', /^"times" must be a whole number, got "often"/],
  ['rateLimit:header=x,seconds=1', /^"header" must be one of retry-after-seconds, .*, none, got "x"/],
])('refuses %s', (text, message) => {
  expect(() => parseFaultRule(text)).toThrow(UsageError);
  expect(() => parseFaultRule(text)).toThrow(message);
});
