import { expect, test } from 'vitest';
import { thrownBy } from '../../../test/run-context.ts';
import { ConnectorError } from '../../errors/connector-error.ts';
import { momentOfMs } from './moment.ts';
import { strftimeFormat } from './strftime-format.ts';

/** 6 March 2024, a Wednesday, the 66th day. */
const MOMENT = momentOfMs(Date.parse('2024-03-06T15:04:05.078Z')) + 90;

test.each<[string, string]>([
  ['%Y-%m-%dT%H:%M:%SZ', '2024-03-06T15:04:05Z'],
  ['%Y-%m-%dT%H:%M:%S.%fZ', '2024-03-06T15:04:05.078090Z'],
  ['%Y-%m-%dT%H:%M:%S.%_msZ', '2024-03-06T15:04:05.078Z'],
  ['%Y-%m-%d %H:%M:%S%z', '2024-03-06 15:04:05+0000'],
  ['%Y-%m-%d', '2024-03-06'],
  ['%Y%m%d', '20240306'],
  ['%d/%m/%y', '06/03/24'],
  ['%m/%d/%Y %I:%M:%S %p', '03/06/2024 03:04:05 PM'],
  ['%a, %d %b %Y %H:%M:%S %Z', 'Wed, 06 Mar 2024 15:04:05 UTC'],
  ['%A %d %B %Y', 'Wednesday 06 March 2024'],
  ['%Y-%j', '2024-066'],
  ['%Y (100%%) [x]', '2024 (100%) [x]'],
])('%s is written %s', (pattern, text) => {
  expect(strftimeFormat(pattern).format(MOMENT)).toBe(text);
});

test.each<[string, number, string]>([
  ['2024-01-01T00:30:00Z', 0, '12:30 AM'],
  ['2024-01-01T12:30:00Z', 0, '12:30 PM'],
  ['2024-01-01T11:59:00Z', 0, '11:59 AM'],
  ['2024-01-01T23:59:00Z', 0, '11:59 PM'],
])('%s on a clock of twelve hours is %3$s', (iso, _, text) => {
  const format = strftimeFormat('%Y-%m-%d %I:%M %p');
  const moment = momentOfMs(Date.parse(iso));
  expect(format.format(moment)).toBe(`2024-01-01 ${text}`);
  expect(format.parse(`2024-01-01 ${text}`)).toBe(moment);
});

test.each<[string, string | number, string]>([
  ['%Y-%m-%dT%H:%M:%SZ', '2024-03-06T15:04:05Z', '2024-03-06T15:04:05.000Z'],
  ['%Y-%m-%dT%H:%M:%S%z', '2024-03-06T15:04:05+02:00', '2024-03-06T13:04:05.000Z'],
  ['%Y-%m-%dT%H:%M:%S%z', '2024-03-06T15:04:05-0530', '2024-03-06T20:34:05.000Z'],
  ['%Y-%m-%dT%H:%M:%S%z', '2024-03-06T15:04:05Z', '2024-03-06T15:04:05.000Z'],
  ['%Y-%m-%d %H:%M:%S.%f', '2024-03-06 15:04:05.5', '2024-03-06T15:04:05.500Z'],
  ['%Y-%m-%d %H:%M:%S.%_ms', '2024-03-06 15:04:05.078', '2024-03-06T15:04:05.078Z'],
  ['%Y%m%d', 20240306, '2024-03-06T00:00:00.000Z'],
  ['%Y/%m/%d', '2024/3/6', '2024-03-06T00:00:00.000Z'],
  ['%Y', '2024', '2024-01-01T00:00:00.000Z'],
  ['%Y-%m', '2024-02', '2024-02-01T00:00:00.000Z'],
  ['%y', '68', '2068-01-01T00:00:00.000Z'],
  ['%y', '69', '1969-01-01T00:00:00.000Z'],
  ['%d %b %Y', '6 MAR 2024', '2024-03-06T00:00:00.000Z'],
  ['%d %B %Y', '6 may 2024', '2024-05-06T00:00:00.000Z'],
  ['%a, %d %b %Y %H:%M:%S %Z', 'wed, 06 Mar 2024 15:04:05 GMT', '2024-03-06T15:04:05.000Z'],
  ['%Y %j', '2024 366', '2024-12-31T00:00:00.000Z'],
  ['%Y-%m-%d', '0099-12-31', '0099-12-31T00:00:00.000Z'],
  ['%Y-%m-%d', '2024-02-29', '2024-02-29T00:00:00.000Z'],
])('%s reads %j as %s', (pattern, value, expected) => {
  expect(new Date((strftimeFormat(pattern).parse(value) ?? NaN) / 1000).toISOString()).toBe(expected);
});

test('microseconds are read, and what is finer is cut off', () => {
  const format = strftimeFormat('%Y-%m-%dT%H:%M:%S.%fZ');
  expect(format.parse('1970-01-01T00:00:00.123456Z')).toBe(123_456);
  expect(format.parse('1970-01-01T00:00:00.123456999Z')).toBe(123_456);
});

test.each<[string, unknown]>([
  ['%Y-%m-%d', '2024-02-30'],
  ['%Y-%m-%d', '2023-02-29'],
  ['%Y-%m-%d', '2024-13-01'],
  ['%Y%z', '2024+2400'],
  ['%Y%z', '2024+0060'],
  ['%Y-%m-%d', '2024-03-06T00:00:00Z'],
  ['%Y-%m-%d', ' 2024-03-06'],
  ['%Y-%m-%d', ''],
  ['%Y-%m-%d', null],
  ['%Y-%m-%d', { year: 2024 }],
  ['%Y %j', '2023 366'],
  ['%Y %j', '2023 000'],
  ['%Y-%m-%d %H:%M', '2024-03-06 24:00'],
  ['%Y.%m', '2024x03'],
  ['%d %b %Y', '06 Mär 2024'],
])('%s does not read %j', (pattern, value) => {
  expect(strftimeFormat(pattern).parse(value)).toBeUndefined();
});

test.each<[string, string]>([
  [
    'yyyy-MM-dd',
    'Datetime format "yyyy-MM-dd" has no %Y or %y: give strftime directives such as "%Y-%m-%dT%H:%M:%SZ", or one of "iso", "%s", "%ms"',
  ],
  [
    '%Y-%Q',
    'Datetime format "%Y-%Q" has the unknown directive "%Q". There are %Y %y %m %b %B %d %j %a %A %H %I %p %M %S %f %_ms %z %Z %%',
  ],
  [
    '%Y 100%',
    'Datetime format "%Y 100%" has the unknown directive "%". There are %Y %y %m %b %B %d %j %a %A %H %I %p %M %S %f %_ms %z %Z %%',
  ],
])('%s is refused', (pattern, message) => {
  const error = thrownBy(() => strftimeFormat(pattern));
  expect(error).toBeInstanceOf(ConnectorError);
  expect(error.message).toBe(message);
});
